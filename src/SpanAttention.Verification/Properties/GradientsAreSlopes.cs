namespace SpanAttention.Verification;

internal sealed class GradientsAreSlopes : AttentionLaw
{
    public override string Equation => "Σ direction · gradient = the slope of Σ g · context along the direction, by differences of attention in double, for directions in query, key, value, bias and sinks";

    public override string Reason => "That is what a gradient is; every rounding of careful float arithmetic is counted in the bound, and so is what a difference of two values is off by. What is hidden has a gradient of 0.";

    // Scores and values that far multiply to more than a float holds.
    public override IReadOnlyList<CaseKind> Kinds { get; } = [.. AttentionCases.Finite.Where(static kind => kind != CaseKind.Far), CaseKind.Poison];

    public override Reach Reach => Reach.Middle;

    public override bool Concerns(AttentionRoutine routine) =>
        routine is { Backward: not null, ForwardWithLogSumExp: not null, EmptyRows: EmptyRows.Zero, FlushesSubnormals: false, Precision.IsShort: false, Shape.SelfAttention: false };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionReference reference = AttentionReference.Of(routine, source);
        CaseRandom random = new(source.Choice);
        float[] contextGradient = ContextGradient(source, reference);
        InputTensors gradients = routine.CallBackward(source, contextGradient);
        InputTensors errors = GradientErrors.Of(source, reference, contextGradient);
        AttentionLoss loss = new(source, contextGradient);
        return (from tensor in Enumerable.Range(0, gradients.All.Count)
                where gradients.All[tensor].Numbers.Length > 0
                from direction in Directions(source, tensor, random)
                select Difference(direction.Words, direction.Tensors, tensor, gradients, errors, loss)).FirstOrDefault(static violation => violation is not null).Of(source);
    }

    // Any numbers; 0 where a query sees nothing, or where its logSumExp may be anything.
    private static float[] ContextGradient(AttentionCase source, AttentionReference reference)
    {
        float[] gradient = new CaseData(source.Choice).Numbers(CaseKind.Ordinary, reference.Context.Length);
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            if (double.IsNaN(reference.LogSumExpBound[index++]))
            {
                source.ContextHead(gradient, row, head).Clear();
            }
        }

        return gradient;
    }

    /// <summary>All elements of a tensor, and those of one token's head.</summary>
    private static IEnumerable<(string Words, InputTensors Tensors)> Directions(AttentionCase source, int tensor, CaseRandom random)
    {
        (string name, double[] whole) = InputTensors.Zeros(source).All[tensor];
        int width = name switch { "query" or "key" => source.Shape.HeadDim, "value" => source.Shape.ValueDim, _ => 1 };
        int first = width * random.Next(whole.Length / width);
        yield return ($"gradient of {name}, along a direction in all of it", Direction(source, tensor, 0, whole.Length, random));
        yield return ($"gradient of {name}, along a direction in its elements {first} to {first + width - 1}", Direction(source, tensor, first, width, random));
    }

    private static InputTensors Direction(AttentionCase source, int tensor, int first, int length, CaseRandom random)
    {
        InputTensors direction = InputTensors.Zeros(source);
        foreach (ref double number in direction.All[tensor].Numbers.AsSpan(first, length))
        {
            number = random.Next(2) == 0 ? 1 : -1;
        }

        return direction;
    }

    private static Violation? Difference(string words, InputTensors direction, int tensor, InputTensors gradients, InputTensors errors, AttentionLoss loss)
    {
        double[] along = direction.All[tensor].Numbers;
        double actual = Sum(along, gradients.All[tensor].Numbers);
        (double slope, double error) = loss.Slope(direction);
        double bound = error + Sum(Array.ConvertAll(along, Math.Abs), errors.All[tensor].Numbers);
        return Comparison.Close(slope, actual, bound, words);
    }

    // What is 0 in the direction is not asked about.
    private static double Sum(double[] along, double[] numbers) => along.Zip(numbers, static (one, other) => one == 0 ? 0 : one * other).Sum();
}
