using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of the user's type, kind by kind: the public surface as one list.</summary>
internal static class MemberList
{
    private static readonly Parameter Block = new("int", "block", "0 to BlockCount − 1. Blocks may be run in any order, and at the same time: each writes rows of its own.") { Counted = new("blocks", 0) };
    private static readonly Parameter KeyCount = new("int", "keyCount", "Keys that are not padding: 0 to all of them.");
    private static readonly Parameter Stage = new(Parameter.Stage, "stage", "How far the scores are taken.");
    private static readonly Parameter QueryLength = new("int", "queryLength", "Query tokens.");

    /// <param name="spec">What is declared.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="plan">The plan, which chooses between kernel entries; null for a declaration that is refused.</param>
    public static IReadOnlyList<Member> Of(DeclaredSpec spec, string kernel, DeclaredPlan? plan = null) => spec switch
    {
        AttentionSpec attention => Of(attention, kernel, (AttentionPlan?)plan),
        PerceptronSpec perceptron => PerceptronMembers.Of(perceptron, kernel),
        BlockSpec block => BlockMembers.Of(block, kernel),
        _ => [],
    };

    private static IReadOnlyList<Member> Of(AttentionSpec spec, string kernel, AttentionPlan? plan) => spec.Kind switch
    {
        DeclarationKind.SelfAttention => SelfAttention(spec, kernel),
        DeclarationKind.Attention => Attention(spec, kernel, plan),
        DeclarationKind.AdditiveAttention => Additive(spec, kernel),
        _ => LayerMembers.Of(spec, kernel),
    };

    private static IReadOnlyList<Member> SelfAttention(AttentionSpec spec, string kernel)
    {
        SelfAttentionTensors tensors = new(spec);
        Parameter inputs = Parameter.Of(tensors.Inputs);
        Parameter pairs = Parameter.Of(tensors.Pairs);
        Parameter contexts = Parameter.Of(tensors.Contexts);
        return
        [
            new("scores[i, j] = inputs_i · inputs_j.", "static void Scores", [inputs, pairs], $"{kernel}.Scores(inputs, destination)"),
            new("weights = scores, normalized row by row; every row sums to 1.", "static void Weights", [inputs, pairs], $"{kernel}.Weights(inputs, destination)"),
            new("context = weights · inputs.", "static void Forward", [inputs, contexts], $"{kernel}.Forward(inputs, destination)"),
            .. spec.Gradients ? GradientMembers.Of(spec, tensors, kernel) : [],
        ];
    }

    private static IReadOnlyList<Member> Attention(AttentionSpec spec, string kernel, AttentionPlan? plan)
    {
        AttentionTensors tensors = new(spec);
        Parameter[] inputs = [.. Parameter.Of(tensors.Inputs)];
        Parameter[] weighed = [.. Parameter.Of(tensors.Weighed)];
        Parameter[] scored = [.. Parameter.Of(tensors.Scored)];
        Parameter keyCount = KeyCount with { Counted = tensors.Keys };
        Parameter destination = Parameter.Of(tensors.Destination);
        Parameter pairs = Parameter.Of(tensors.Pairs);
        Parameter logSumExp = Parameter.Of(tensors.LogSumExp);
        string arguments = inputs.Names();
        string all = $"{kernel}.KeyTokens(key.Length)";
        string forward = plan?.Tiny is null ? $"Forward({arguments}, {all}, destination)" : $"Forward({arguments}, destination)";
        string scores = AttentionEquations.Scores(spec);
        string weights = spec.Has<Dropout>() ? $"dropout(softmax({scores}))" : $"softmax({scores})";
        return
        [
            new($"context = {weights} · value.", "static void Forward", [.. inputs, destination], $"{kernel}.{forward}"),
            new("As Forward, with the natural logarithm of every row's sum of exponentials.", "static void Forward", [.. inputs, destination, logSumExp], $"{kernel}.Forward({arguments}, {all}, destination, logSumExp)"),
            new("As Forward, over the first keyCount keys; the others are padding.", "static void Forward", [.. inputs, keyCount, destination], $"{kernel}.Forward({arguments}, keyCount, destination)"),
            new("As Forward, over the first keyCount keys, with logSumExp.", "static void Forward", [.. inputs, keyCount, destination, logSumExp], $"{kernel}.Forward({arguments}, keyCount, destination, logSumExp)"),
            new($"weights = softmax({scores}); every row with a visible key sums to 1{(spec.Has<Sinks>() ? " less the sink's share" : "")}.", "static void Weights", [.. weighed, pairs], $"{kernel}.Weights({weighed.Names()}, {all}, destination)"),
            new("As Weights, over the first keyCount keys; the others get 0.", "static void Weights", [.. weighed, keyCount, pairs], $"{kernel}.Weights({weighed.Names()}, keyCount, destination)"),
            new("scores = query · keyᵀ, at the stage asked for.", "static void Scores", [.. scored, Stage, pairs], $"{kernel}.Scores({scored.Names()}, stage, destination)"),
            new("Attention over the union of two disjoint key sets, from the results over each. Results may be written in place; (0, −∞) changes nothing.", "static void Merge", [.. Parameter.Of(tensors.Merged)], $"{kernel}.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp)") { WritesInPlace = true, FollowsPlan = false },
            new("Floating-point operations of one call: 2 · visible pairs · (HeadDim + ValueDim) · Heads.", "static long Flops", [QueryLength, new("int", "keyLength", "Key tokens.")], $"{kernel}.Flops(queryLength, keyLength)") { FollowsPlan = false },
            .. Blocks(tensors, kernel, plan),
            .. spec.Gradients ? GradientMembers.Of(spec, tensors, kernel, KeyCount) : [],
            .. spec.State ? StateMembers.Of(spec, kernel, QueryLength, KeyCount) : [],
        ];
    }

    private static IEnumerable<Member> Blocks(AttentionTensors tensors, string kernel, AttentionPlan? plan)
    {
        Parameter[] operands = [.. Parameter.Of(tensors.Inputs)];
        Parameter[] inputs = [Block, .. operands];
        Parameter keyCount = KeyCount with { Counted = tensors.Keys };
        Parameter destination = Parameter.Of(tensors.Destination);
        Parameter logSumExp = Parameter.Of(tensors.LogSumExp);
        string arguments = inputs.Names();
        string all = $"{kernel}.KeyTokens(key.Length)";
        string spans = string.Join(", ", operands.Select(static operand => $"{operand.Name}.Span"));
        string parallel = plan?.Parallel is not null ? $"ForwardParallel({operands.Names()}, destination)"
            : plan?.Tiny is not null ? $"Forward({spans}, destination.Span)"
            : $"Forward({spans}, {kernel}.KeyTokens(key.Length), destination.Span)";
        return
        [
            new("Blocks that Forward falls into, for a job system of your own: see ForwardBlock.", "static int BlockCount", [QueryLength with { Counted = tensors.Queries }], $"{kernel}.BlockCount(queryLength)") { FollowsPlan = false },
            new("One block of Forward. All of them are Forward, bit for bit.", "static void ForwardBlock", [.. inputs, destination], $"{kernel}.ForwardBlock({arguments}, {all}, destination)"),
            new("As ForwardBlock, with the block's part of logSumExp.", "static void ForwardBlock", [.. inputs, destination, logSumExp], $"{kernel}.ForwardBlock({arguments}, {all}, destination, logSumExp)"),
            new("As ForwardBlock, over the first keyCount keys.", "static void ForwardBlock", [.. inputs, keyCount, destination], $"{kernel}.ForwardBlock({arguments}, keyCount, destination)"),
            new("As ForwardBlock, over the first keyCount keys, with logSumExp.", "static void ForwardBlock", [.. inputs, keyCount, destination, logSumExp], $"{kernel}.ForwardBlock({arguments}, keyCount, destination, logSumExp)"),
            new("Forward by the calling thread and those of the thread pool, with the same bits; by the calling thread alone where the work is too little for more.", "static void ForwardParallel", [.. tensors.Inputs.Append(tensors.Destination).Select(Parameter.InMemory)], $"{kernel}.{parallel}"),
        ];
    }

    private static IReadOnlyList<Member> Additive(AttentionSpec spec, string kernel)
    {
        AdditiveTensors tensors = new(spec);
        Parameter[] forward = [.. tensors.Inputs.Append(tensors.Contexts).Select(WithoutAxes)];
        Parameter[] weights = [.. tensors.Weighed.Append(tensors.Weights).Select(WithoutAxes)];
        string score = spec.Additive!.HasScale ? "Σ scale_x · tanh(query_x + key_x)" : "Σ tanh(query_x + key_x)";
        return
        [
            new($"context = softmax({score}) · value.", "static void Forward", forward, $"{kernel}.Forward({forward.Names()})"),
            new($"weights = softmax({score}); every row with a visible key sums to 1.", "static void Weights", weights, $"{kernel}.Weights({weights.Names()})"),
            .. spec.Gradients ? GradientMembers.Of(spec, tensors, kernel) : [],
        ];
    }

    /// <summary>A tensor as a parameter of additive attention.</summary>
    public static Parameter WithoutAxes(Tensor tensor) => Parameter.Of(tensor) with { Axes = [] };
}
