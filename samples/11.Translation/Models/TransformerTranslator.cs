using SpanAttention;
using Training;

namespace Translation;

/// <summary>An encoder and a decoder of declared blocks (Vaswani et al., "Attention Is All You Need", 2017), with norms before the parts and learned positions.</summary>
internal sealed class TransformerTranslator : Translator
{
    private const int Dim = EncoderBlock.InputDim;
    private const int Layers = 2;
    private const int Positions = Grammar.Longest + 1 + MostWordsMore;
    private const int Vocabulary = StreamLogits.OutputDim;
    private const float NormEpsilon = 1e-5f;

    private readonly EncoderBlock[] encoder;
    private readonly DecoderBlock[] decoder;
    private readonly LearnedLinear<StreamLogits, StreamLogits.Tape> logits;

    public TransformerTranslator(string name, ulong seed)
        : base(name, Draw(Tensors(), seed), steps: 2400)
    {
        encoder = [.. Enumerable.Range(0, Layers).Select(layer => new EncoderBlock(EncoderBlock.WeightsOf(Weights, EncoderName(layer))))];
        decoder = [.. Enumerable.Range(0, Layers).Select(layer => new DecoderBlock(DecoderBlock.WeightsOf(Weights, DecoderName(layer))))];
        logits = new(Weights, "logits");
    }

    public override void Load()
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            encoder[layer].Load(EncoderBlock.WeightsOf(Weights, EncoderName(layer)));
            decoder[layer].Load(DecoderBlock.WeightsOf(Weights, DecoderName(layer)));
        }

        logits.Load();
    }

    public override ITranslationPass CreatePass(int sentences) => new Pass(this, sentences);

    public override IReadOnlyList<IReadOnlyList<int>> Translate(SentenceBatch batch)
    {
        int rows = batch.Pairs.Length;
        float[] encoded = Encode(batch);
        ContextCache[][] contexts = [.. decoder.Select(block => Project(block, encoded, batch.SourceLengths))];
        KeyValueCache[][] caches = [.. decoder.Select(block => batch.Pairs.Select(_ => block.CreateCache()).ToArray())];
        List<int>[] translations = [.. batch.Pairs.Select(static _ => new List<int>())];
        int[] words = new int[rows];
        bool[] isDone = new bool[rows];
        float[] stream = new float[rows * Dim];
        float[] scores = new float[rows * Vocabulary];
        int most = batch.Pairs[0].Length + MostWordsMore;
        for (int step = 0; step < most && isDone.Contains(false); step++)
        {
            Embeddings.Forward(Weights["target.embeddings"], Dim, words, stream);
            Embeddings.ForwardAdd(Weights["target.positions"], Dim, [.. Enumerable.Repeat(step, rows)], stream, stream);
            for (int layer = 0; layer < Layers; layer++)
            {
                decoder[layer].Forward(stream, contexts[layer], caches[layer]);
            }

            Normalization.LayerNorm(stream, Weights["decoder.norm"], Weights["decoder.norm.bias"], NormEpsilon, stream);
            logits.Forward(stream, scores);
            for (int row = 0; row < rows; row++)
            {
                words[row] = Likeliest(scores.AsSpan(row * Vocabulary, Vocabulary));
                isDone[row] |= words[row] == Words.Mark;
                if (!isDone[row])
                {
                    translations[row].Add(words[row]);
                }
            }
        }

        return translations;
    }

    /// <summary>The mean of all heads of the last block.</summary>
    public override float[] Look(SentencePair pair)
    {
        SentenceBatch batch = new([pair]);
        float[] encoded = Encode(batch);
        float[] stream = new float[batch.Inputs.Length * Dim];
        Embeddings.Forward(Weights["target.embeddings"], Dim, batch.Inputs, stream);
        Embeddings.ForwardAdd(Weights["target.positions"], Dim, batch.TargetPositions, stream, stream);
        for (int layer = 0; layer < Layers - 1; layer++)
        {
            decoder[layer].Forward(stream, encoded);
        }

        float[] heads = new DecoderLook(Weights, DecoderName(Layers - 1)).Weigh(stream, encoded);
        float[] looks = new float[batch.Inputs.Length * pair.Length];
        for (int index = 0; index < heads.Length; index++)
        {
            looks[index % looks.Length] += heads[index] / CrossLook.Heads;
        }

        return looks;
    }

    private float[] Encode(SentenceBatch batch)
    {
        float[] stream = new float[batch.Source.Length * Dim];
        Embeddings.Forward(Weights["source.embeddings"], Dim, batch.Source, stream);
        Embeddings.ForwardAdd(Weights["source.positions"], Dim, batch.SourcePositions, stream, stream);
        foreach (EncoderBlock block in encoder)
        {
            block.Forward(stream, batch.SourceLengths);
        }

        Normalization.LayerNorm(stream, Weights["encoder.norm"], Weights["encoder.norm.bias"], NormEpsilon, stream);
        return stream;
    }

    private static ContextCache[] Project(DecoderBlock block, float[] encoded, int[] lengths)
    {
        ContextCache[] contexts = new ContextCache[lengths.Length];
        int first = 0;
        for (int sentence = 0; sentence < lengths.Length; sentence++)
        {
            contexts[sentence] = block.ProjectContext(encoded.AsSpan(first * Dim, lengths[sentence] * Dim));
            first += lengths[sentence];
        }

        return contexts;
    }

    private static string EncoderName(int layer) => $"encoder.{layer}";

    private static string DecoderName(int layer) => $"decoder.{layer}";

    private static IEnumerable<TrainedTensor> Tensors() =>
    [
        new("source.embeddings", Words.Source.Count, Dim),
        new("source.positions", Positions, Dim),
        new("target.embeddings", Words.Target.Count, Dim),
        new("target.positions", Positions, Dim),
        .. Enumerable.Range(0, Layers).SelectMany(static layer => EncoderBlock.Tensors(EncoderName(layer))),
        new("encoder.norm", Dim),
        new("encoder.norm.bias", Dim),
        .. Enumerable.Range(0, Layers).SelectMany(static layer => DecoderBlock.Tensors(DecoderName(layer))),
        new("decoder.norm", Dim),
        new("decoder.norm.bias", Dim),
        .. LearnedLinear<StreamLogits, StreamLogits.Tape>.Tensors("logits", Dim, Vocabulary),
    ];

    /// <summary>Sentences on their way through, and back.</summary>
    private sealed class Pass(TransformerTranslator model, int sentences) : ITranslationPass
    {
        private const int Steps = Grammar.Longest + 1;

        private readonly EncoderBlock.Tape[] encoderTapes = [.. Enumerable.Range(0, Layers).Select(_ => EncoderBlock.CreateTape(sentences * Steps))];
        private readonly DecoderBlock.Tape[] decoderTapes = [.. Enumerable.Range(0, Layers).Select(_ => DecoderBlock.CreateTape(sentences * Steps, sentences * Steps))];
        private readonly StreamLogits.Tape logitsTape = StreamLogits.CreateTape(sentences * Steps);
        private readonly float[] source = new float[sentences * Steps * Dim];
        private readonly float[] encoded = new float[sentences * Steps * Dim];
        private readonly float[] encodedGradients = new float[sentences * Steps * Dim];
        private readonly float[] contextGradients = new float[sentences * Steps * Dim];
        private readonly float[] target = new float[sentences * Steps * Dim];
        private readonly float[] decoded = new float[sentences * Steps * Dim];
        private readonly float[] streamGradients = new float[sentences * Steps * Dim];
        private readonly float[] scores = new float[sentences * Steps * Vocabulary];

        private TrainedWeights Weights => model.Weights;

        public double Loss(SentenceBatch batch)
        {
            Span<float> sourceStream = source.AsSpan(0, batch.Source.Length * Dim);
            Embeddings.Forward(Weights["source.embeddings"], Dim, batch.Source, sourceStream);
            Embeddings.ForwardAdd(Weights["source.positions"], Dim, batch.SourcePositions, sourceStream, sourceStream);
            for (int layer = 0; layer < Layers; layer++)
            {
                model.encoder[layer].Forward(sourceStream, batch.SourceLengths, encoderTapes[layer]);
            }

            Span<float> context = encoded.AsSpan(0, sourceStream.Length);
            Normalization.LayerNorm(sourceStream, Weights["encoder.norm"], Weights["encoder.norm.bias"], NormEpsilon, context);

            Span<float> stream = target.AsSpan(0, batch.Targets.Length * Dim);
            Embeddings.Forward(Weights["target.embeddings"], Dim, batch.Inputs, stream);
            Embeddings.ForwardAdd(Weights["target.positions"], Dim, batch.TargetPositions, stream, stream);
            for (int layer = 0; layer < Layers; layer++)
            {
                model.decoder[layer].Forward(stream, batch.TargetLengths, context, batch.SourceLengths, decoderTapes[layer]);
            }

            Span<float> normalized = decoded.AsSpan(0, stream.Length);
            Normalization.LayerNorm(stream, Weights["decoder.norm"], Weights["decoder.norm.bias"], NormEpsilon, normalized);
            Span<float> rows = scores.AsSpan(0, batch.Targets.Length * Vocabulary);
            model.logits.Forward(normalized, logitsTape, rows);
            return CrossEntropy.Mean(rows, batch.Targets, rows);
        }

        public void AddGradients(SentenceBatch batch, Span<float> gradients)
        {
            Span<float> stream = target.AsSpan(0, batch.Targets.Length * Dim);
            Span<float> streamGradient = streamGradients.AsSpan(0, stream.Length);
            Span<float> normalized = decoded.AsSpan(0, stream.Length);
            model.logits.Backward(logitsTape, scores.AsSpan(0, batch.Targets.Length * Vocabulary), gradients, normalized);
            Normalization.LayerNormBackward(
                stream, Weights["decoder.norm"], NormEpsilon, normalized, streamGradient, gradients[Weights.RangeOf("decoder.norm")], gradients[Weights.RangeOf("decoder.norm.bias")]);

            Span<float> encodedGradient = encodedGradients.AsSpan(0, batch.Source.Length * Dim);
            Span<float> contextGradient = contextGradients.AsSpan(0, batch.Source.Length * Dim);
            encodedGradient.Clear();
            for (int layer = Layers - 1; layer >= 0; layer--)
            {
                model.decoder[layer].Backward(decoderTapes[layer], DecoderBlock.GradientsOf(Weights, gradients, DecoderName(layer)), streamGradient, contextGradient);
                Add(contextGradient, encodedGradient);
            }

            Embeddings.Backward(Dim, batch.Inputs, streamGradient, gradients[Weights.RangeOf("target.embeddings")]);
            Embeddings.Backward(Dim, batch.TargetPositions, streamGradient, gradients[Weights.RangeOf("target.positions")]);

            Span<float> sourceGradient = contextGradient;
            Normalization.LayerNormBackward(
                source.AsSpan(0, batch.Source.Length * Dim), Weights["encoder.norm"], NormEpsilon, encodedGradient, sourceGradient, gradients[Weights.RangeOf("encoder.norm")], gradients[Weights.RangeOf("encoder.norm.bias")]);
            for (int layer = Layers - 1; layer >= 0; layer--)
            {
                model.encoder[layer].Backward(encoderTapes[layer], EncoderBlock.GradientsOf(Weights, gradients, EncoderName(layer)), sourceGradient);
            }

            Embeddings.Backward(Dim, batch.Source, sourceGradient, gradients[Weights.RangeOf("source.embeddings")]);
            Embeddings.Backward(Dim, batch.SourcePositions, sourceGradient, gradients[Weights.RangeOf("source.positions")]);
        }
    }
}
