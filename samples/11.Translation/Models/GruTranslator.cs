using SpanAttention;
using Training;

namespace Translation;

/// <summary>
/// An encoder and a decoder, each a gated recurrent unit. The decoder starts from the encoder's last state. Without attention that is all it knows of the sentence (Cho et al., 2014); with it, it looks at all of the encoder's
/// states for every word (Bahdanau, Cho and Bengio, 2015).
/// </summary>
internal sealed class GruTranslator : Translator
{
    private const int InputDim = Gru.InputDim;
    private const int StateDim = Gru.StateDim;
    private const int AlignmentDim = 64;
    private const int Vocabulary = StateLogits.OutputDim;

    private readonly Gru encoder;
    private readonly Gru decoder;
    private readonly AttentionReadout? attention;
    private readonly LearnedLinear<PlainReadout, PlainReadout.Tape>? plain;
    private readonly LearnedLinear<StateLogits, StateLogits.Tape> logits;

    public GruTranslator(string name, bool attends, ulong seed)
        : base(name, Draw(Tensors(attends), seed), steps: attends ? 2400 : 9600)
    {
        encoder = new(Weights, "encoder");
        decoder = new(Weights, "decoder");
        attention = attends ? new(Weights) : null;
        plain = attends ? null : new(Weights, "readout");
        logits = new(Weights, "logits");
    }

    private ReadOnlySpan<float> SourceEmbeddings => Weights["source.embeddings"];

    private ReadOnlySpan<float> TargetEmbeddings => Weights["target.embeddings"];

    public override void Load()
    {
        encoder.Load();
        decoder.Load();
        attention?.Load();
        plain?.Load();
        logits.Load();
    }

    public override ITranslationPass CreatePass(int sentences) => new Pass(this, sentences);

    public override IReadOnlyList<IReadOnlyList<int>> Translate(SentenceBatch batch)
    {
        Pass pass = new(this, batch.Pairs.Length);
        pass.Encode(batch);
        int rows = batch.Pairs.Length;
        List<int>[] translations = [.. batch.Pairs.Select(static _ => new List<int>())];
        int[] words = new int[rows];
        bool[] isDone = new bool[rows];
        float[] inputs = new float[rows * InputDim];
        float[] state = [.. pass.FirstStates.AsSpan(0, rows * StateDim)];
        float[] next = new float[rows * StateDim];
        float[] readouts = new float[rows * StateDim];
        float[] scores = new float[rows * Vocabulary];
        int most = batch.Pairs[0].Length + MostWordsMore;
        for (int step = 0; step < most && isDone.Contains(false); step++)
        {
            Embeddings.Forward(TargetEmbeddings, InputDim, words, inputs);
            decoder.Step(inputs, state, next);
            (state, next) = (next, state);
            if (attention is null)
            {
                plain!.Forward(state, readouts);
            }
            else
            {
                attention.Read(state, pass.Keys, pass.SourceStates, batch.SourceLengths, readouts);
            }

            logits.Forward(readouts, scores);
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

    public override float[] Look(SentencePair pair)
    {
        if (attention is null)
        {
            return [];
        }

        Pass pass = new(this, 1);
        SentenceBatch batch = new([pair]);
        pass.Loss(batch);
        float[] looks = new float[batch.Targets.Length * pair.Length];
        attention.Look(pass, batch, looks);
        return looks;
    }

    private static IEnumerable<TrainedTensor> Tensors(bool attends) =>
    [
        new("source.embeddings", Words.Source.Count, InputDim),
        new("target.embeddings", Words.Target.Count, InputDim),
        .. Gru.Tensors("encoder"),
        .. Gru.Tensors("decoder"),
        .. attends ? AttentionReadout.Tensors() : LearnedLinear<PlainReadout, PlainReadout.Tape>.Tensors("readout", StateDim, StateDim),
        .. LearnedLinear<StateLogits, StateLogits.Tape>.Tensors("logits", StateDim, Vocabulary),
    ];

    /// <summary>What a decoder with attention makes of its states: queries look at the encoder's states, and state and context together become what words are told from.</summary>
    private sealed class AttentionReadout(TrainedWeights weights)
    {
        private readonly LearnedLinear<AlignmentProjection, AlignmentProjection.Tape> query = new(weights, "alignment.query");
        private readonly LearnedLinear<AlignmentProjection, AlignmentProjection.Tape> key = new(weights, "alignment.key");
        private readonly LearnedLinear<AttentiveReadout, AttentiveReadout.Tape> readout = new(weights, "readout");

        private ReadOnlySpan<float> Scale => weights["alignment.scale"];

        public static IEnumerable<TrainedTensor> Tensors() =>
        [
            .. LearnedLinear<AlignmentProjection, AlignmentProjection.Tape>.Tensors("alignment.query", StateDim, AlignmentDim),
            .. LearnedLinear<AlignmentProjection, AlignmentProjection.Tape>.Tensors("alignment.key", StateDim, AlignmentDim),
            new("alignment.scale", AlignmentDim),
            .. LearnedLinear<AttentiveReadout, AttentiveReadout.Tape>.Tensors("readout", 2 * StateDim, StateDim),
        ];

        public void Load()
        {
            query.Load();
            key.Load();
            readout.Load();
        }

        public void Project(ReadOnlySpan<float> sourceStates, Span<float> keys) => key.Forward(sourceStates, keys);

        /// <summary>One word of each sentence.</summary>
        public void Read(ReadOnlySpan<float> states, ReadOnlySpan<float> keys, ReadOnlySpan<float> sourceStates, int[] sourceLengths, Span<float> readouts)
        {
            float[] queries = new float[sourceLengths.Length * AlignmentDim];
            float[] both = new float[sourceLengths.Length * 2 * StateDim];
            query.Forward(states, queries);
            int first = 0;
            for (int row = 0; row < sourceLengths.Length; row++)
            {
                int length = sourceLengths[row];
                states.Slice(row * StateDim, StateDim).CopyTo(both.AsSpan(row * 2 * StateDim));
                Alignment.Forward(
                    queries.AsSpan(row * AlignmentDim, AlignmentDim), keys.Slice(first * AlignmentDim, length * AlignmentDim), sourceStates.Slice(first * StateDim, length * StateDim), Scale,
                    both.AsSpan((row * 2 * StateDim) + StateDim, StateDim));
                first += length;
            }

            readout.Forward(both, readouts);
        }

        public void Forward(Pass pass, SentenceBatch batch)
        {
            key.Forward(pass.SourceStates.AsSpan(0, batch.Source.Length * StateDim), pass.KeyTape, pass.Keys);
            query.Forward(pass.TargetStates.AsSpan(0, batch.Targets.Length * StateDim), pass.QueryTape, pass.Queries);
            foreach (Place place in Places(batch))
            {
                Alignment.Forward(pass.Queries.AsSpan(place.Queries), pass.Keys.AsSpan(place.Keys), pass.SourceStates.AsSpan(place.Values), Scale, pass.Contexts.AsSpan(place.Contexts), pass.LogSumExp.AsSpan(place.Rows));
            }

            for (int token = 0; token < batch.Targets.Length; token++)
            {
                Span<float> both = pass.Both.AsSpan(token * 2 * StateDim, 2 * StateDim);
                pass.TargetStates.AsSpan(token * StateDim, StateDim).CopyTo(both);
                pass.Contexts.AsSpan(token * StateDim, StateDim).CopyTo(both[StateDim..]);
            }

            readout.Forward(pass.Both.AsSpan(0, batch.Targets.Length * 2 * StateDim), pass.AttentiveTape, pass.Readouts);
        }

        /// <summary>Weights of the last <see cref="Forward"/>.</summary>
        public void Look(Pass pass, SentenceBatch batch, Span<float> looks)
        {
            foreach (Place place in Places(batch))
            {
                Alignment.Weights(pass.Queries.AsSpan(place.Queries), pass.Keys.AsSpan(place.Keys), Scale, looks);
            }
        }

        public void Backward(Pass pass, SentenceBatch batch, Span<float> gradients)
        {
            int tokens = batch.Targets.Length;
            readout.Backward(pass.AttentiveTape, pass.ReadoutGradients.AsSpan(0, tokens * StateDim), gradients, pass.Both);
            for (int token = 0; token < tokens; token++)
            {
                ReadOnlySpan<float> both = pass.Both.AsSpan(token * 2 * StateDim, 2 * StateDim);
                both[..StateDim].CopyTo(pass.TargetGradients.AsSpan(token * StateDim));
                both[StateDim..].CopyTo(pass.ContextGradients.AsSpan(token * StateDim));
            }

            Span<float> scaleGradient = stackalloc float[AlignmentDim];
            foreach (Place place in Places(batch))
            {
                Alignment.Backward(
                    pass.Queries.AsSpan(place.Queries), pass.Keys.AsSpan(place.Keys), pass.SourceStates.AsSpan(place.Values), Scale,
                    pass.Contexts.AsSpan(place.Contexts), pass.LogSumExp.AsSpan(place.Rows), pass.ContextGradients.AsSpan(place.Contexts),
                    pass.QueryGradients.AsSpan(place.Queries), pass.KeyGradients.AsSpan(place.Keys), pass.SourceGradients.AsSpan(place.Values), scaleGradient);
                Add(scaleGradient, gradients[weights.RangeOf("alignment.scale")]);
            }

            query.Backward(pass.QueryTape, pass.QueryGradients.AsSpan(0, tokens * AlignmentDim), gradients, pass.Scratch);
            Add(pass.Scratch.AsSpan(0, tokens * StateDim), pass.TargetGradients);
            key.Backward(pass.KeyTape, pass.KeyGradients.AsSpan(0, batch.Source.Length * AlignmentDim), gradients, pass.Scratch);
            Add(pass.Scratch.AsSpan(0, batch.Source.Length * StateDim), pass.SourceGradients);
        }

        private static IEnumerable<Place> Places(SentenceBatch batch)
        {
            (int source, int target) = (0, 0);
            for (int sentence = 0; sentence < batch.Pairs.Length; sentence++)
            {
                (int sources, int targets) = (batch.SourceLengths[sentence], batch.TargetLengths[sentence]);
                yield return new(source, sources, target, targets);
                (source, target) = (source + sources, target + targets);
            }
        }

        /// <summary>A sentence's tokens among those of its batch.</summary>
        private readonly record struct Place(int Source, int Sources, int Target, int Targets)
        {
            public Range Queries => (Target * AlignmentDim)..((Target + Targets) * AlignmentDim);

            public Range Contexts => (Target * StateDim)..((Target + Targets) * StateDim);

            public Range Rows => Target..(Target + Targets);

            public Range Keys => (Source * AlignmentDim)..((Source + Sources) * AlignmentDim);

            public Range Values => (Source * StateDim)..((Source + Sources) * StateDim);
        }
    }

    /// <summary>Sentences on their way through, and back.</summary>
    private sealed class Pass(GruTranslator model, int sentences) : ITranslationPass
    {
        private const int Steps = Grammar.Longest + 1;

        private readonly Gru.Pass encoded = new(sentences, Steps);
        private readonly Gru.Pass decoded = new(sentences, Steps);
        private readonly float[] zeros = new float[sentences * StateDim];
        private readonly float[] firstGradients = new float[sentences * StateDim];
        private readonly float[] inputs = new float[sentences * Steps * InputDim];
        private readonly StateLogits.Tape logitsTape = StateLogits.CreateTape(sentences * Steps);
        private readonly PlainReadout.Tape plainTape = PlainReadout.CreateTape(sentences * Steps);
        private readonly float[] scores = new float[sentences * Steps * Vocabulary];

        public float[] FirstStates { get; } = new float[sentences * StateDim];

        public AttentiveReadout.Tape AttentiveTape { get; } = AttentiveReadout.CreateTape(sentences * Steps);

        public AlignmentProjection.Tape KeyTape { get; } = AlignmentProjection.CreateTape(sentences * Steps);

        public AlignmentProjection.Tape QueryTape { get; } = AlignmentProjection.CreateTape(sentences * Steps);

        public float[] SourceStates { get; } = new float[sentences * Steps * StateDim];

        public float[] SourceGradients { get; } = new float[sentences * Steps * StateDim];

        public float[] TargetStates { get; } = new float[sentences * Steps * StateDim];

        public float[] TargetGradients { get; } = new float[sentences * Steps * StateDim];

        public float[] Keys { get; } = new float[sentences * Steps * AlignmentDim];

        public float[] KeyGradients { get; } = new float[sentences * Steps * AlignmentDim];

        public float[] Queries { get; } = new float[sentences * Steps * AlignmentDim];

        public float[] QueryGradients { get; } = new float[sentences * Steps * AlignmentDim];

        public float[] Contexts { get; } = new float[sentences * Steps * StateDim];

        public float[] ContextGradients { get; } = new float[sentences * Steps * StateDim];

        public float[] LogSumExp { get; } = new float[sentences * Steps];

        public float[] Both { get; } = new float[sentences * Steps * 2 * StateDim];

        public float[] Readouts { get; } = new float[sentences * Steps * StateDim];

        public float[] ReadoutGradients { get; } = new float[sentences * Steps * StateDim];

        public float[] Scratch { get; } = new float[sentences * Steps * StateDim];

        /// <summary>Reads the sentences; the state after the last word of each is where the decoder begins.</summary>
        public void Encode(SentenceBatch batch)
        {
            Embeddings.Forward(model.SourceEmbeddings, InputDim, batch.PackedSource, inputs);
            model.encoder.Forward(batch.SourceSteps, inputs, zeros, encoded);
            SentenceBatch.Unpack(encoded.States, StateDim, batch.SourceLengths, batch.SourceSteps, SourceStates);
            for (int sentence = 0; sentence < batch.Pairs.Length; sentence++)
            {
                encoded.States.AsSpan(LastState(batch, sentence), StateDim).CopyTo(FirstStates.AsSpan(sentence * StateDim));
            }

            model.attention?.Project(SourceStates.AsSpan(0, batch.Source.Length * StateDim), Keys);
        }

        public double Loss(SentenceBatch batch)
        {
            Encode(batch);
            Embeddings.Forward(model.TargetEmbeddings, InputDim, batch.PackedInputs, inputs);
            model.decoder.Forward(batch.TargetSteps, inputs, FirstStates, decoded);
            SentenceBatch.Unpack(decoded.States, StateDim, batch.TargetLengths, batch.TargetSteps, TargetStates);
            if (model.attention is null)
            {
                model.plain!.Forward(TargetStates.AsSpan(0, batch.Targets.Length * StateDim), plainTape, Readouts);
            }
            else
            {
                model.attention.Forward(this, batch);
            }

            Span<float> rows = scores.AsSpan(0, batch.Targets.Length * Vocabulary);
            model.logits.Forward(Readouts.AsSpan(0, batch.Targets.Length * StateDim), logitsTape, rows);
            return CrossEntropy.Mean(rows, batch.Targets, rows);
        }

        public void AddGradients(SentenceBatch batch, Span<float> gradients)
        {
            model.logits.Backward(logitsTape, scores.AsSpan(0, batch.Targets.Length * Vocabulary), gradients, ReadoutGradients);
            SourceGradients.AsSpan().Clear();
            if (model.attention is null)
            {
                model.plain!.Backward(plainTape, ReadoutGradients.AsSpan(0, batch.Targets.Length * StateDim), gradients, TargetGradients);
            }
            else
            {
                model.attention.Backward(this, batch, gradients);
            }

            SentenceBatch.Pack(TargetGradients, StateDim, batch.TargetLengths, batch.TargetSteps, decoded.StateGradients);
            model.decoder.Backward(batch.TargetSteps, FirstStates, decoded, gradients, inputs, firstGradients);
            Embeddings.Backward(InputDim, batch.PackedInputs, inputs.AsSpan(0, batch.Targets.Length * InputDim), gradients[model.Weights.RangeOf("target.embeddings")]);

            SentenceBatch.Pack(SourceGradients, StateDim, batch.SourceLengths, batch.SourceSteps, encoded.StateGradients);
            for (int sentence = 0; sentence < batch.Pairs.Length; sentence++)
            {
                Add(firstGradients.AsSpan(sentence * StateDim, StateDim), encoded.StateGradients.AsSpan(LastState(batch, sentence)));
            }

            model.encoder.Backward(batch.SourceSteps, zeros, encoded, gradients, inputs, firstGradients);
            Embeddings.Backward(InputDim, batch.PackedSource, inputs.AsSpan(0, batch.Source.Length * InputDim), gradients[model.Weights.RangeOf("source.embeddings")]);
        }

        private static int LastState(SentenceBatch batch, int sentence) => batch.SourceSteps.Place(sentence, batch.SourceLengths[sentence] - 1) * StateDim;
    }
}
