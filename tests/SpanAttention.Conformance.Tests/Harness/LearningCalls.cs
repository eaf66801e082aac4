using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The emitted members of a layer that learn, as calls on named buffers: a tape is made by the first call, and filled before the first Backward.</summary>
public sealed class LearningCalls
{
    // Tokens that the tape has room for beyond those of the call.
    private const int Spare = 3;

    private readonly ICompiledLayer layer;
    private readonly LayerDeclaration declaration;
    private readonly Dictionary<string, string> places;
    private readonly Func<string, Memory<float>> gradients;
    private CallBuffers? current;
    private object? tape;
    private object? recorded;

    public LearningCalls(ICompiledLayer layer, LayerDeclaration declaration)
    {
        this.layer = layer;
        this.declaration = declaration;
        places = LayerTensors.Learned(declaration).ToDictionary(static name => name, static name => $"gradients.{name}");
        gradients = name => current!.Memory(places.GetValueOrDefault(name, name));
    }

    public IReadOnlyList<MemberCall> All =>
    [
        new("Forward onto a tape", LayerParameters.Forward(declaration), ["destination"], buffers => layer.Forward(Operands(buffers), tape ??= NewTape(buffers), buffers["destination"])),
        .. declaration.SequenceLength is null ? [new MemberCall("Forward with lengths onto a tape", LayerParameters.Forward(declaration), ["destination"], ForwardSequences)] : Array.Empty<MemberCall>(),
        new("Backward", [.. LayerParameters.Pairs(declaration), "destinationGradient"], [.. Lengths(declaration).Where(static tensor => tensor.Length > 0).Select(static tensor => tensor.Name), .. LayerParameters.Results(declaration)], Backward),
    ];

    /// <summary>Adds what Backward takes beside the inputs.</summary>
    public static void AddGradients(CallBuffers buffers, LayerDeclaration declaration, int tokens, int contextTokens)
    {
        if (!declaration.Gradients)
        {
            return;
        }

        foreach ((string name, int length) in Lengths(declaration))
        {
            buffers.Resize(name, length);
        }

        buffers.Resize("destinationGradient", tokens * declaration.OutputDim);
        buffers.Resize("inputGradient", tokens * declaration.InputDim);
        buffers.Resize("contextGradient", contextTokens * declaration.KeyWidth);
        buffers.Resize("keyInputGradient", contextTokens * declaration.KeyWidth);
        buffers.Resize("valueInputGradient", contextTokens * declaration.ValueWidth);
        buffers.Resize("biasGradient", declaration.Shape.BiasLength(tokens, contextTokens));
    }

    private static IEnumerable<(string Name, int Length)> Lengths(LayerDeclaration declaration)
    {
        LayerTensors tensors = new LayerTrial(declaration, 1, 1, 1, 7).Tensors(DataKind.Ordinary);
        return LayerTensors.Learned(declaration).Select(name => ($"gradients.{name}", tensors.Of(name).Length));
    }

    private LayerOperands Operands(CallBuffers buffers) => LayerOperands.Of(buffers, declaration);

    private object NewTape(CallBuffers buffers) => layer.CreateTape(Tokens(buffers) + Spare, ContextTokens(buffers) + Spare);

    private int Tokens(CallBuffers buffers) => buffers.Length("inputs") / declaration.InputDim;

    private int ContextTokens(CallBuffers buffers) => declaration.IsCross ? Operands(buffers).KeyInputs.Length / declaration.KeyWidth : 0;

    private void ForwardSequences(CallBuffers buffers) =>
        layer.Forward(Operands(buffers), [Tokens(buffers)], [ContextTokens(buffers)], tape ??= NewTape(buffers), buffers["destination"]);

    private void Backward(CallBuffers buffers)
    {
        if (recorded is null)
        {
            object filled = NewTape(buffers);
            layer.Forward(Operands(buffers), filled, new float[Tokens(buffers) * declaration.OutputDim]);
            recorded = filled;
        }

        current = buffers;
        layer.Backward(recorded, Operands(buffers), buffers["destinationGradient"], gradients);
    }
}
