using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What the Backward of a transformer block must refuse: results that are too short, and weights' gradients that lie on each other.</summary>
internal static class LearningBlockRefusals
{
    public static IEnumerable<string> Differences(ICompiledBlock compiled, BlockTrial trial)
    {
        Func<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        ICompiledBlock block = compiled.Create(name => tensors(name));
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        LayerInputs? context = trial.Cross?.Inputs(DataKind.Ordinary);
        LayerOperands operands = LayerOperands.Of(inputs, context);
        object tape = block.CreateTape(inputs.QueryLength, context?.KeyLength ?? 0);
        block.Forward([.. inputs.Inputs], operands, tape);
        string[] names = [.. trial.Gradients(DataKind.Ordinary).Where(static gradient => gradient.Value.Length > 0).Select(static gradient => gradient.Key)];
        BlockGradients results = new([], new float[inputs.Inputs.Length], new float[context?.KeyInputs.Length ?? 0], new float[inputs.Bias.Length], new float[context?.Bias.Length ?? 0]);
        (string Parameter, BlockGradients Results)[] wrong =
        [
            ("streamGradient", results with { Stream = results.Stream[1..] }),
            ("contextGradient", results with { Context = Shorter(results.Context) }),
            ("biasGradient", results with { Bias = Shorter(results.Bias) }),
            ("contextBiasGradient", results with { ContextBias = Shorter(results.ContextBias) }),
        ];
        IEnumerable<string?> differences =
        [
            .. names.Select(name => Difference(block, trial, tape, operands, results, $"gradients.{name}", gradients => gradients[name] = gradients[name][1..])),
            .. names.Zip(names.Skip(1)).Select(pair => Difference(block, trial, tape, operands, results, $"gradients.{pair.Second}", gradients => Join(gradients, pair.First, pair.Second))),
            .. wrong.Where(call => !call.Results.Equals(results)).Select(call => Difference(block, trial, tape, operands, call.Results, call.Parameter, static _ => { })),
        ];
        return differences.OfType<string>();
    }

    private static float[] Shorter(float[] numbers) => numbers.Length == 0 ? numbers : numbers[1..];

    // One number is both the first's last and the second's first.
    private static void Join(Dictionary<string, Memory<float>> gradients, string first, string second)
    {
        (int before, int after) = (gradients[first].Length, gradients[second].Length);
        Memory<float> both = new float[before + after - 1];
        gradients[first] = both[..before];
        gradients[second] = both[(before - 1)..];
    }

    private static string? Difference(ICompiledBlock block, BlockTrial trial, object tape, LayerOperands operands, BlockGradients results, string parameter, Action<Dictionary<string, Memory<float>>> spoil)
    {
        Dictionary<string, Memory<float>> gradients = trial.Gradients(DataKind.Ordinary).ToDictionary(static gradient => gradient.Key, static gradient => new Memory<float>(new float[gradient.Value.Length]));
        spoil(gradients);
        try
        {
            block.Backward(tape, operands, name => gradients[name], results);
            return $"Backward accepts a wrong {parameter}";
        }
        catch (ArgumentException exception) when (exception.ParamName == parameter)
        {
            return gradients.Values.All(static gradient => !gradient.Span.ContainsAnyExcept(0)) ? null : $"Backward writes before it refuses a wrong {parameter}";
        }
        catch (ArgumentException exception)
        {
            return $"Backward refuses a wrong {parameter} as {exception.ParamName}";
        }
    }
}
