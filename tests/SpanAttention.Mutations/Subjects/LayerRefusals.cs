using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What an emitted layer must refuse.</summary>
internal static class LayerRefusals
{
    private const int SomeTokens = 4;
    private const int OtherTokens = 7;

    public static IEnumerable<string> Differences(ICompiledLayer compiled, LayerDeclaration declaration)
    {
        int tokens = declaration.SequenceLength ?? SomeTokens;
        int contextTokens = declaration.IsCross ? OtherTokens : tokens;
        LayerTensors tensors = new LayerTrial(declaration, tokens, contextTokens, contextTokens, 1) { GivesFrequencies = true }.Tensors(DataKind.Ordinary);
        ICompiledLayer layer = compiled.Create(tensors);
        CallBuffers NewBuffers(MemberCall member)
        {
            CallBuffers buffers = MemberCalls.Buffers(declaration, tokens, contextTokens);
            buffers.Resize("destination", MemberCalls.DestinationLength(member.Name, declaration, tokens, contextTokens));
            return buffers;
        }

        return
        [
            .. MemberCalls.Layer(layer, declaration, contextTokens)
                .SelectMany(member => Refusal.Differences(member, () => NewBuffers(member), input => HasAnyLength(declaration, input), Refusal.AllOverlaps(member))),
            .. new[] { -1, contextTokens + 1 }.SelectMany(count => MemberCalls.Layer(layer, declaration, count))
                .Where(static member => member.Name.Contains("tokenCount", StringComparison.Ordinal))
                .Select(member => Refusal.Difference<ArgumentOutOfRangeException>(member, NewBuffers(member), "tokenCount")).OfType<string>(),
            .. declaration is { IsCross: false, SequenceLength: null } ? SequenceRefusals.Differences(layer, declaration) : [],
            .. WrongCounts(layer, declaration).Select(member => Refusal.Difference<ArgumentOutOfRangeException>(member, NewBuffers(member), member.Name)).OfType<string>(),
            .. LayerTensors.Names(declaration).Select(name => TensorDifference(compiled, name, tensors.Longer(name))).OfType<string>(),
        ];
    }

    /// <summary>Workspaces for fewer tokens than none.</summary>
    private static IEnumerable<MemberCall> WrongCounts(ICompiledLayer layer, LayerDeclaration declaration)
    {
        yield return new("tokens", [], [], _ => layer.WorkspaceBytes(-1));
        yield return new("tokens", [], [], _ => layer.WorkspaceBytes(-1, SomeTokens));
        if (declaration.IsCross)
        {
            yield return new("contextTokens", [], [], _ => layer.WorkspaceBytes(SomeTokens, -1));
        }
    }

    private static string? TensorDifference(ICompiledLayer compiled, string name, LayerTensors tensors)
    {
        try
        {
            compiled.Create(tensors);
            return $"a longer {name} is accepted";
        }
        catch (ArgumentException exception)
        {
            return exception.Message.StartsWith($"{name} holds ", StringComparison.Ordinal) ? null : $"a longer {name} is refused by {exception.Message}";
        }
    }

    // Where a token is one number, any length is a count of tokens.
    private static bool HasAnyLength(LayerDeclaration declaration, string input) => input switch
    {
        "inputs" => declaration.InputDim == 1,
        "context" or "keyInputs" => declaration.KeyWidth == 1,
        _ => false,
    };
}
