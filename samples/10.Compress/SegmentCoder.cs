using GptModel;

namespace Compress;

/// <summary>Packs and unpacks segments in lock step, each with an arithmetic coder of its own. A token is coded by the model's probabilities after the mark and the segment's tokens before it, as <see cref="GptReader"/> reads them.</summary>
internal sealed class SegmentCoder
{
    private const int RowsAtATime = 16;
    private readonly Gpt model;
    private readonly GptReader reader;
    private readonly PackingOptions options;
    private readonly Frequencies frequencies;
    private readonly int[] tokens;
    private readonly float[] states;
    private readonly float[] logits;

    public SegmentCoder(Gpt model, int batch, PackingOptions options)
    {
        this.model = model;
        this.options = options;
        reader = new GptReader(model, batch);
        frequencies = new Frequencies(model.Shape.Vocabulary);
        tokens = new int[batch * Math.Min(options.Chunk, model.Shape.ContextLength)];
        states = new float[tokens.Length * model.Shape.Dim];
        logits = new float[RowsAtATime * model.Shape.Vocabulary];
    }

    /// <summary>The packed bytes of each segment.</summary>
    public byte[][] Pack(Segments segments)
    {
        RangeEncoder[] encoders = [.. Enumerable.Range(0, segments.Count).Select(static _ => new RangeEncoder())];
        reader.Reset();
        int count;
        for (int position = 0; segments.LongerThan(position) is > 0 and int going; position += count)
        {
            count = Math.Min(Math.Min(options.Chunk, reader.Room), segments[going - 1].Length - position);
            for (int segment = 0; segment < going; segment++)
            {
                TokensBefore(segments[segment], position, tokens.AsSpan(segment * count, count));
            }

            ForEachState(going, count, (segment, index) => Encode(encoders[segment], segments[segment][position + index]));
        }

        return [.. encoders.Select(static encoder => encoder.Finish())];
    }

    /// <summary>Finds the tokens of each segment.</summary>
    /// <exception cref="InvalidDataException">A segment is damaged.</exception>
    public void Unpack(ReadOnlySpan<ReadOnlyMemory<byte>> packed, Segments segments)
    {
        RangeDecoder[] decoders = [.. packed.ToArray().Select(static bytes => new RangeDecoder(bytes))];
        reader.Reset();
        for (int position = 0; segments.LongerThan(position) is > 0 and int going; position++)
        {
            for (int segment = 0; segment < going; segment++)
            {
                TokensBefore(segments[segment], position, tokens.AsSpan(segment, 1));
            }

            ForEachState(going, 1, (segment, _) => segments[segment][position] = Decode(decoders[segment]));
        }

        if (!decoders.All(static decoder => decoder.IsAtEnd))
        {
            throw new InvalidDataException("The packed text is damaged: something follows its last token.");
        }
    }

    /// <summary>The tokens that a segment's tokens from a position on are coded after: the mark first.</summary>
    private void TokensBefore(ReadOnlySpan<int> segment, int position, Span<int> destination)
    {
        for (int index = 0; index < destination.Length; index++)
        {
            int before = position + index - 1;
            destination[index] = before < 0 ? model.Shape.Mark : segment[before];
        }
    }

    /// <summary>Reads tokens, [segments, count], and has the frequencies after each of them used, segment by segment.</summary>
    private void ForEachState(int going, int count, Action<int, int> use)
    {
        int rows = going * count;
        int dim = model.Shape.Dim;
        int vocabulary = model.Shape.Vocabulary;
        reader.Read(tokens.AsSpan(0, rows), going, states.AsSpan(0, rows * dim));
        for (int start = 0; start < rows; start += RowsAtATime)
        {
            int some = Math.Min(RowsAtATime, rows - start);
            model.Logits(states.AsSpan(start * dim, some * dim), logits);
            for (int row = 0; row < some; row++)
            {
                frequencies.Set(logits.AsSpan(row * vocabulary, vocabulary));
                use((start + row) / count, (start + row) % count);
            }
        }

        options.Progress?.Invoke(rows);
    }

    private void Encode(RangeEncoder encoder, int token) => encoder.Encode(frequencies.Before(token), frequencies.Of(token), frequencies.Total);

    private int Decode(RangeDecoder decoder)
    {
        int token = frequencies.Find(decoder.Find(frequencies.Total));
        decoder.Take(frequencies.Before(token), frequencies.Of(token));
        return token;
    }
}
