using System.Globalization;
using System.Runtime.ExceptionServices;
using GptModel;
using SpanAttention;

namespace Compress;

/// <summary>Packs texts by a model's probabilities, and unpacks them where these have the same bits.</summary>
internal sealed class TextPacker(Gpt model, GptTokenizer tokenizer, ulong modelHash, PackingOptions options)
{
    /// <summary>Packs a text.</summary>
    /// <returns>The bytes of its file.</returns>
    /// <exception cref="InvalidDataException">The model has no tokens for the text, or the text has too many.</exception>
    public byte[] Pack(ReadOnlySpan<byte> text)
    {
        int[] tokens = tokenizer.Encode(text);
        if (tokens.Length > PackedText.MostTokens)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The text has {tokens.Length} tokens; {PackedText.MostTokens} are the most."));
        }

        if (!tokenizer.Decode(tokens).AsSpan().SequenceEqual(text))
        {
            throw new InvalidDataException("The model's tokens do not give the text back, so that it cannot be packed.");
        }

        Segments segments = new(tokens);
        byte[][] packed = new byte[segments.Count][];
        ForEachGroup(segments, (coder, first, group) => coder.Pack(group).CopyTo(packed, first));
        return new PackedText(
            AttentionNumerics.Arithmetic, modelHash, PackedText.HashOf(text), text.Length, tokens.Length, [.. packed.Select(static bytes => (ReadOnlyMemory<byte>)bytes)]).Write();
    }

    /// <summary>Unpacks a file.</summary>
    /// <returns>The text, byte for byte.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or was packed by another canon or another model.</exception>
    public byte[] Unpack(ReadOnlyMemory<byte> file)
    {
        PackedText packed = PackedText.Read(file);
        CheckCanon(packed.Canon);
        CheckModel(packed.Model);

        Segments segments = new(new int[packed.TokenCount]);
        ReadOnlyMemory<byte>[] bytes = [.. packed.Segments];
        ForEachGroup(segments, (coder, first, group) => coder.Unpack(bytes.AsSpan(first, group.Count), group));

        byte[] text = tokenizer.Decode(segments.Tokens.Span);
        return text.Length == packed.TextLength && PackedText.HashOf(text) == packed.Text ? text : throw new InvalidDataException("The packed text is damaged: what it decodes to is not what was packed.");
    }

    private static void CheckCanon(ArithmeticCanon canon)
    {
        if (canon != AttentionNumerics.Arithmetic)
        {
            throw new InvalidDataException($"The text was packed {Words(canon)}, and this process computes {Words(AttentionNumerics.Arithmetic)}: its probabilities have other bits. Unpack it on a machine like the one that packed it.");
        }
    }

    private static string Words(ArithmeticCanon canon) => canon == ArithmeticCanon.Fused ? "with fused multiply-add (canon Fused)" : "without fused multiply-add (canon Separate)";

    private void CheckModel(ulong packedBy)
    {
        if (packedBy != modelHash)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The text was packed by a model whose weights have the hash {packedBy:x16}; this model's have {modelHash:x16}. Name its weights with --weights."));
        }
    }

    /// <summary>Shares groups of neighbouring segments among threads, each with a coder of its own.</summary>
    private void ForEachGroup(Segments segments, Action<SegmentCoder, int, Segments> work)
    {
        int perThread = (segments.Count + options.Threads - 1) / options.Threads;
        int batch = Math.Max(1, Math.Min(options.Batch, perThread));
        try
        {
            Parallel.For(
                0,
                (segments.Count + batch - 1) / batch,
                new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
                () => new SegmentCoder(model, batch, options),
                (group, _, coder) =>
                {
                    int first = group * batch;
                    work(coder, first, segments.Slice(first, Math.Min(batch, segments.Count - first)));
                    return coder;
                },
                static _ => { });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
