using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods that compute gradients.</summary>
internal static class GradientMembers
{
    /// <param name="spec">What is declared.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="keyCount">The parameter that counts keys.</param>
    public static IEnumerable<Member> Of(AttentionSpec spec, AttentionTensors tensors, string kernel, Parameter keyCount)
    {
        Parameter[] inputs = [.. Parameter.Of(tensors.Inputs)];
        Parameter[] forwarded = [.. Parameter.Of(tensors.Forwarded)];
        Parameter[] gradients = [.. Parameter.Of(tensors.Gradients)];
        string backward = $"{kernel.Substring(0, kernel.LastIndexOf('.') + 1)}{new BackwardSpec(spec).Type.KernelName}.Backward";
        string Call(string count) => $"{backward}({inputs.Names()}, {count}, {forwarded.Names()}, {gradients.Names()})";
        return
        [
            new("Gradients of the inputs from the gradient of the context; nothing of theirs is read before.", "static void Backward", [.. inputs, .. forwarded, .. gradients], Call($"{kernel}.KeyTokens(key.Length)")),
            new("As Backward, over the first keyCount keys; gradients of the others are zeros.", "static void Backward", [.. inputs, keyCount with { Counted = tensors.Keys }, .. forwarded, .. gradients], Call("keyCount")),
        ];
    }
}
