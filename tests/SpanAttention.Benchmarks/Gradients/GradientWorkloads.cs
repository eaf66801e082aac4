using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Gradients;

/// <summary>What is timed by <c>--gradients</c>: attention of W3 to W6, the layer of W11, a linear layer of its width, and the feed-forward of W13.</summary>
internal static class GradientWorkloads
{
    private const int Dim = 768;
    private const int HiddenDim = 3072;
    private const int LayerTokens = 256;
    private const int Tokens = 128;

    // Scores and contexts forward; both again back, and the gradients of query, key and value.
    private const double ForwardProducts = 2;
    private const double BackwardProducts = 5;

    /// <summary>Each is made when it is timed.</summary>
    public static IReadOnlyList<Func<GradientWorkload>> All { get; } =
    [
        static () => Attention<LearnedEntities>("W3 entity 4x64x32", new(4, 4, 64, 32, Causal: false)),
        static () => Attention<LearnedCausal256>("W4 causal 12x256x64", new(12, 12, 256, 64, Causal: true)),
        static () => Attention<LearnedCausal1024>("W5 causal 12x1024x64", new(12, 12, 1024, 64, Causal: true)),
        static () => Attention<LearnedGrouped>("W6 causal 8/2x2048x128", new(8, 2, 2048, 128, Causal: true)),
        static () => Layer("W11 causal layer 256x768"),
        static () => Linear("linear 768x768, 256 tokens", LayerTokens),
        static () => FeedForward("W13 feed-forward 768x3072, 128 tokens", Tokens),
    ];

    private static GradientWorkload Attention<TAttention>(string name, Shape shape)
        where TAttention : IDeclaredGradients
    {
        float[] query = Numbers(shape.QueryLength);
        float[] key = Numbers(shape.KeyLength);
        float[] value = Numbers(shape.KeyLength);
        float[] context = new float[query.Length];
        float[] logSumExp = new float[shape.Heads * shape.Tokens];
        float[] contextGradient = Numbers(query.Length);
        float[] queryGradient = new float[query.Length];
        float[] keyGradient = new float[key.Length];
        float[] valueGradient = new float[value.Length];
        return new(
            name,
            ForwardProducts * shape.ProductFlops,
            BackwardProducts * shape.ProductFlops,
            () => TAttention.Forward(new() { Query = query, Key = key, Value = value }, context, logSumExp),
            () => TAttention.Backward(
                new() { Query = query, Key = key, Value = value }, context, logSumExp, contextGradient, new() { Query = queryGradient, Key = keyGradient, Value = valueGradient }));
    }

    private static GradientWorkload Layer(string name)
    {
        LearnedLayer layer = new(new LearnedLayer.Weights { Query = Matrix(Dim, Dim), Key = Matrix(Dim, Dim), Value = Matrix(Dim, Dim), Output = Matrix(Dim, Dim), OutputBias = new float[Dim] });
        LearnedLayer.Tape tape = LearnedLayer.CreateTape(LayerTokens);
        float[] inputs = Numbers(LayerTokens * Dim);
        float[] outputs = new float[inputs.Length];
        float[] outputGradient = Numbers(inputs.Length);
        float[] inputGradient = new float[inputs.Length];
        float[][] gradients = [.. Enumerable.Range(0, 4).Select(static _ => new float[Dim * Dim])];
        float[] biasGradient = new float[Dim];
        double projections = 4 * Product(LayerTokens, Dim, Dim);
        double attention = new Shape(12, 12, LayerTokens, 64, Causal: true).ProductFlops;
        return new(
            name,
            projections + (ForwardProducts * attention),
            (2 * projections) + (BackwardProducts * attention),
            () => layer.Forward(inputs, tape, outputs),
            () => layer.Backward(tape, outputGradient, new LearnedLayer.Gradients { Query = gradients[0], Key = gradients[1], Value = gradients[2], Output = gradients[3], OutputBias = biasGradient }, inputGradient));
    }

    private static GradientWorkload Linear(string name, int tokens)
    {
        LearnedLinear linear = new(new LearnedLinear.Weights { Weight = Matrix(Dim, Dim), Bias = new float[Dim] });
        LearnedLinear.Tape tape = LearnedLinear.CreateTape(tokens);
        float[] inputs = Numbers(tokens * Dim);
        float[] outputs = new float[inputs.Length];
        float[] outputGradient = Numbers(inputs.Length);
        float[] inputGradient = new float[inputs.Length];
        float[] gradient = new float[Dim * Dim];
        float[] biasGradient = new float[Dim];
        double product = Product(tokens, Dim, Dim);
        return new(
            name,
            product,
            2 * product,
            () => linear.Forward(inputs, tape, outputs),
            () => linear.Backward(tape, outputGradient, new LearnedLinear.Gradients { Weight = gradient, Bias = biasGradient }, inputGradient));
    }

    private static GradientWorkload FeedForward(string name, int tokens)
    {
        LearnedFeedForward feedForward = new(new LearnedFeedForward.Weights { Up = Matrix(Dim, HiddenDim), UpBias = new float[HiddenDim], Down = Matrix(HiddenDim, Dim), DownBias = new float[Dim] });
        LearnedFeedForward.Tape tape = LearnedFeedForward.CreateTape(tokens);
        float[] inputs = Numbers(tokens * Dim);
        float[] outputs = new float[inputs.Length];
        float[] outputGradient = Numbers(inputs.Length);
        float[] inputGradient = new float[inputs.Length];
        float[] up = new float[Dim * HiddenDim];
        float[] down = new float[Dim * HiddenDim];
        float[] upBias = new float[HiddenDim];
        float[] downBias = new float[Dim];
        double products = 2 * Product(tokens, Dim, HiddenDim);
        return new(
            name,
            products,
            2 * products,
            () => feedForward.Forward(inputs, tape, outputs),
            () => feedForward.Backward(tape, outputGradient, new LearnedFeedForward.Gradients { Up = up, UpBias = upBias, Down = down, DownBias = downBias }, inputGradient));
    }

    private static double Product(int tokens, int inputs, int outputs) => 2.0 * tokens * inputs * outputs;

    private static float[] Numbers(int count) => RandomTensors.Numbers(count, deviation: 1);

    private static float[] Matrix(int inputs, int outputs) => RandomTensors.Numbers(inputs * outputs, deviation: 1 / Math.Sqrt(inputs));

    /// <summary>An attention's sizes.</summary>
    private sealed record Shape(int Heads, int KeyValueHeads, int Tokens, int HeadDim, bool Causal)
    {
        public int QueryLength => Heads * Tokens * HeadDim;

        public int KeyLength => KeyValueHeads * Tokens * HeadDim;

        /// <summary>Operations of one product of all pairs that see each other.</summary>
        public double ProductFlops => 2.0 * Heads * HeadDim * Tokens * (Causal ? (Tokens + 1) / 2.0 : Tokens);
    }
}
