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
        string Call(string count) => $"{Backward(spec, kernel)}({inputs.Names()}, {count}, {forwarded.Names()}, {gradients.Names()})";
        return
        [
            new("Gradients of the inputs from the gradient of the context; nothing of theirs is read before.", "static void Backward", [.. inputs, .. forwarded, .. gradients], Call($"{kernel}.KeyTokens(key.Length)")),
            new("As Backward, over the first keyCount keys; gradients of the others are zeros.", "static void Backward", [.. inputs, keyCount with { Counted = tensors.Keys }, .. forwarded, .. gradients], Call("keyCount")),
        ];
    }

    /// <param name="spec">What is declared, of additive attention.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="kernel">The kernel's name.</param>
    public static IEnumerable<Member> Of(AttentionSpec spec, AdditiveTensors tensors, string kernel)
    {
        Parameter[] forward = [.. tensors.Inputs.Append(tensors.Contexts).Append(tensors.LogSumExp).Select(MemberList.WithoutAxes)];
        Parameter[] backward = [.. tensors.Inputs.Concat(tensors.Forwarded).Concat(tensors.Gradients).Select(MemberList.WithoutAxes)];
        return
        [
            new("As Forward, with the natural logarithm of every row's sum of exponentials.", "static void Forward", forward, $"{kernel}.Forward({forward.Names()})"),
            new("Gradients of the inputs from the gradient of the context; nothing of theirs is read before.", "static void Backward", backward, $"{Backward(spec, kernel)}({backward.Names()})"),
        ];
    }

    /// <param name="spec">What is declared, of self-attention.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="kernel">The kernel's name.</param>
    public static IEnumerable<Member> Of(AttentionSpec spec, SelfAttentionTensors tensors, string kernel)
    {
        Parameter[] backward = [Parameter.Of(tensors.Inputs), Parameter.Of(tensors.ContextGradient), Parameter.Of(tensors.InputGradient)];
        return [new("The gradient of the inputs, as query, key and value together, from the gradient of the context; nothing of it is read before.", "static void Backward", backward, $"{Backward(spec, kernel)}({backward.Names()})")];
    }

    private static string Backward(AttentionSpec spec, string kernel) => $"{kernel.Substring(0, kernel.LastIndexOf('.') + 1)}{new BackwardSpec(spec).Type.KernelName}.Backward";
}
