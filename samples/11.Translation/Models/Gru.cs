using Training;

namespace Translation;

/// <summary>A gated recurrent unit over sentences side by side: a linear layer for all words at once, and one for the states, step by step.</summary>
internal sealed class Gru(TrainedWeights weights, string name)
{
    public const int InputDim = 64;
    public const int StateDim = 128;
    private const int GateDim = 3 * StateDim;

    private readonly LearnedLinear<GruInput, GruInput.Tape> input = new(weights, $"{name}.input");
    private readonly LearnedLinear<GruState, GruState.Tape> state = new(weights, $"{name}.state");

    public static IEnumerable<TrainedTensor> Tensors(string name) =>
        [.. LearnedLinear<GruInput, GruInput.Tape>.Tensors($"{name}.input", InputDim, GateDim), .. LearnedLinear<GruState, GruState.Tape>.Tensors($"{name}.state", StateDim, GateDim)];

    public void Load()
    {
        input.Load();
        state.Load();
    }

    /// <summary>One step of some rows, for which nothing is learned.</summary>
    /// <param name="inputs">[rows, input dim].</param>
    /// <param name="previous">[rows, state dim].</param>
    /// <param name="next">[rows, state dim].</param>
    public void Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> previous, Span<float> next)
    {
        int rows = next.Length / StateDim;
        float[] gates = new float[rows * GateDim];
        float[] stateGates = new float[rows * GateDim];
        input.Forward(inputs, gates);
        state.Forward(previous, stateGates);
        GruCell.Forward(gates, stateGates, previous, next, StateDim);
    }

    /// <summary>States after every word, packed as the steps say.</summary>
    /// <param name="steps">The sentences.</param>
    /// <param name="inputs">[tokens, input dim].</param>
    /// <param name="first">[rows, state dim]: states before the first word.</param>
    /// <param name="pass">Keeps what the way back needs.</param>
    public void Forward(PackedSteps steps, ReadOnlySpan<float> inputs, ReadOnlySpan<float> first, Pass pass)
    {
        input.Forward(inputs[..(steps.Tokens * InputDim)], pass.InputTape, pass.Gates);
        for (int step = 0; step < steps.Count; step++)
        {
            (int start, int rows) = (steps.Start(step), steps.Rows(step));
            ReadOnlySpan<float> previous = Previous(steps, step, first, pass);
            Span<float> stateGates = pass.StateGates.AsSpan(start * GateDim, rows * GateDim);
            state.Forward(previous, pass.StateTapes[step], stateGates);
            GruCell.Forward(pass.Gates.AsSpan(start * GateDim, rows * GateDim), stateGates, previous, pass.States.AsSpan(start * StateDim, rows * StateDim), StateDim);
        }
    }

    /// <summary>Adds gradients of the weights, and gives those of inputs and first states.</summary>
    /// <param name="steps">The sentences.</param>
    /// <param name="first">[rows, state dim]: states before the first word.</param>
    /// <param name="pass">What the way forward kept; its state gradients are those of what states were used for.</param>
    /// <param name="gradients">Gradients of all weights.</param>
    /// <param name="inputGradients">[tokens, input dim].</param>
    /// <param name="firstGradient">[rows, state dim].</param>
    public void Backward(PackedSteps steps, ReadOnlySpan<float> first, Pass pass, Span<float> gradients, Span<float> inputGradients, Span<float> firstGradient)
    {
        float[] throughGates = new float[steps.Rows(0) * StateDim];
        for (int step = steps.Count - 1; step >= 0; step--)
        {
            (int start, int rows) = (steps.Start(step), steps.Rows(step));
            Span<float> stateGradient = pass.StateGradients.AsSpan(start * StateDim, rows * StateDim);
            Span<float> stateGates = pass.StateGates.AsSpan(start * GateDim, rows * GateDim);
            GruCell.Backward(
                pass.Gates.AsSpan(start * GateDim, rows * GateDim), stateGates, Previous(steps, step, first, pass), stateGradient, pass.GateGradients.AsSpan(start * GateDim, rows * GateDim), StateDim);
            state.Backward(pass.StateTapes[step], stateGates, gradients, throughGates);
            Span<float> before = step == 0 ? firstGradient : pass.StateGradients.AsSpan(steps.Start(step - 1) * StateDim, rows * StateDim);
            if (step == 0)
            {
                before.Clear();
            }

            for (int x = 0; x < stateGradient.Length; x++)
            {
                before[x] += stateGradient[x] + throughGates[x];
            }
        }

        input.Backward(pass.InputTape, pass.GateGradients.AsSpan(0, steps.Tokens * GateDim), gradients, inputGradients);
    }

    private static ReadOnlySpan<float> Previous(PackedSteps steps, int step, ReadOnlySpan<float> first, Pass pass) =>
        (step == 0 ? first : pass.States.AsSpan(steps.Start(step - 1) * StateDim))[..(steps.Rows(step) * StateDim)];

    /// <summary>Room for sentences on their way through, and back.</summary>
    /// <param name="sentences">The most sentences.</param>
    /// <param name="steps">The most words of one.</param>
    internal sealed class Pass(int sentences, int steps)
    {
        public GruInput.Tape InputTape { get; } = GruInput.CreateTape(sentences * steps);

        public GruState.Tape[] StateTapes { get; } = [.. Enumerable.Range(0, steps).Select(_ => GruState.CreateTape(sentences))];

        /// <summary>[tokens, 3 · state dim].</summary>
        public float[] Gates { get; } = new float[sentences * steps * GateDim];

        public float[] StateGates { get; } = new float[sentences * steps * GateDim];

        public float[] GateGradients { get; } = new float[sentences * steps * GateDim];

        /// <summary>[tokens, state dim].</summary>
        public float[] States { get; } = new float[sentences * steps * StateDim];

        public float[] StateGradients { get; } = new float[sentences * steps * StateDim];
    }
}
