using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What an emitted transformer block must refuse.</summary>
internal static class BlockRefusals
{
    private const int SomeTokens = 4;
    private const int ContextTokens = 3;
    private const string Stream = "stream";

    public static IEnumerable<string> Differences(ICompiledBlock compiled, BlockDeclaration declaration)
    {
        BlockTrial trial = new(declaration, new LayerTrial(declaration.Attention, SomeTokens, SomeTokens, SomeTokens, 1), [])
        {
            Cross = declaration.Cross is { } cross ? new LayerTrial(cross.Layer, SomeTokens, ContextTokens, ContextTokens, 1) : null,
        };
        Func<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        ICompiledBlock block = compiled.Create(name => tensors(name));
        return
        [
            .. Members(block, declaration, SomeTokens).SelectMany(member => Refusal.Differences(member, () => NewBuffers(declaration), static _ => false, Overlaps(member))),
            .. new[] { -1, SomeTokens + 1 }.SelectMany(count => Members(block, declaration, count)).Where(static member => member.Name == "Forward with tokenCount")
                .Select(member => Refusal.Difference<ArgumentOutOfRangeException>(member, NewBuffers(declaration), "tokenCount")).OfType<string>(),
            .. TensorRefusals.Differences(wrong => compiled.Create(wrong), tensors, Names(declaration)),
            .. declaration.Attention.ContextLength is { } most ? OfCaches(block, declaration, most + 1) : [],
        ];
    }

    /// <summary>More tokens than a cache holds.</summary>
    private static IEnumerable<string> OfCaches(ICompiledBlock block, BlockDeclaration declaration, int tokens)
    {
        LayerInputs inputs = new LayerTrial(declaration.Attention, tokens, tokens, tokens, 1).Inputs(DataKind.Ordinary);
        LayerInputs? context = declaration.Cross is { } cross ? new LayerTrial(cross.Layer, tokens, ContextTokens, ContextTokens, 1).Inputs(DataKind.Ordinary) : null;
        try
        {
            block.Forward([.. inputs.Inputs], LayerOperands.Of(inputs, context), block.CreateCache());
            return [$"a cache takes {tokens} tokens"];
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    private static IEnumerable<MemberCall> Members(ICompiledBlock block, BlockDeclaration declaration, int tokenCount)
    {
        LayerDeclaration context = declaration.Cross?.Layer ?? declaration.Attention;
        string[] options = LayerParameters.Options(declaration);
        string[] inputs = [Stream, .. LayerParameters.Context(context), .. options];
        yield return new("Forward", inputs, [Stream], b => block.Forward(b[Stream], Operands(b, declaration)));
        yield return new("Forward with tokenCount", inputs, [Stream], b => block.Forward(b[Stream], Operands(b, declaration), tokenCount));
        if (declaration.Attention.ContextLength is not null)
        {
            yield return new("Forward over a cache", inputs, [Stream], b => block.Forward(b[Stream], Operands(b, declaration), block.CreateCache()));
        }

        if (declaration.Cross is not null)
        {
            ContextCache projected = block.ProjectContext(Operands(NewBuffers(declaration), declaration));
            yield return new("Forward over a projected context", [Stream, .. options], [Stream], b => block.Forward(b[Stream], projected, Operands(b, declaration)));
        }
    }

    private static LayerOperands Operands(CallBuffers buffers, BlockDeclaration declaration) => declaration.Cross is { } cross
        ? LayerOperands.Of(buffers, cross.Layer) with { ContextMask = buffers.Flags("contextMask"), ContextBias = buffers.Memory("contextBias") }
        : LayerOperands.Of(buffers, declaration.Attention);

    private static IEnumerable<(string Output, string Other)> Overlaps(MemberCall member) => member.Inputs.Skip(1).Select(static input => (Stream, input));

    private static CallBuffers NewBuffers(BlockDeclaration declaration)
    {
        CallBuffers buffers = MemberCalls.Buffers(declaration.Attention, SomeTokens, SomeTokens);
        buffers.Resize(Stream, SomeTokens * declaration.Attention.InputDim);
        if (declaration.Cross is { } cross)
        {
            buffers.Resize("context", ContextTokens * cross.ContextDim);
            buffers.Resize("contextBias", cross.Layer.Shape.BiasLength(SomeTokens, ContextTokens));
            buffers.AddFlags("contextMask", cross.Layer.Shape.MaskLength(SomeTokens, ContextTokens));
        }
        return buffers;
    }

    private static IEnumerable<string> Names(BlockDeclaration declaration) =>
    [
        .. LayerTensors.Names(declaration.Attention).Select(static name => $"Attention.{name}"),
        .. declaration.Cross is { } cross ? LayerTensors.Names(cross.Layer).Select(static name => $"CrossAttention.{name}") : [],
        .. declaration.FeedForward.Tensors.Select(static tensor => $"FeedForward.{tensor.Name}"),
        .. declaration.Norms.Select(static norm => norm.Name),
    ];
}
