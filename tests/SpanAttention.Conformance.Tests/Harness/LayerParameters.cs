using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The inputs that members of an emitted layer take, in the order of their parameters.</summary>
public static class LayerParameters
{
    public static string[] Forward(LayerDeclaration declaration) => ["inputs", .. Context(declaration), .. Options(declaration)];

    /// <summary>What keys and values are projected from, where it is not the inputs.</summary>
    public static string[] Context(LayerDeclaration declaration) =>
        declaration.ContextDim is not null ? ["context"] : declaration.IsCross ? ["keyInputs", "valueInputs"] : [];

    /// <summary>What options of a block ask for: those of its attention, then those of its cross-attention.</summary>
    public static string[] Options(BlockDeclaration declaration) =>
        [.. Options(declaration.Attention), .. declaration.Cross is { } cross ? Options(cross.Layer).Select(static option => $"context{char.ToUpperInvariant(option[0])}{option[1..]}") : []];

    /// <summary>What options ask for: positions, then tensors over pairs.</summary>
    public static string[] Options(LayerDeclaration declaration) =>
    [
        .. declaration.RotaryPositions switch { RotaryPositions.Given => ["positions"], RotaryPositions.Rows => ["cos", "sin"], _ => Array.Empty<string>() },
        .. Pairs(declaration),
    ];

    /// <summary>Tensors over pairs.</summary>
    public static string[] Pairs(LayerDeclaration declaration) =>
    [
        .. declaration.Mask == AttentionMask.None ? Array.Empty<string>() : ["mask"],
        .. declaration.Bias == AttentionBias.None ? Array.Empty<string>() : ["bias"],
    ];

    /// <summary>Tensors over pairs of a block: those of its attention, then those of its cross-attention.</summary>
    public static string[] Pairs(BlockDeclaration declaration) =>
        [.. Pairs(declaration.Attention), .. declaration.Cross is { } cross ? Pairs(cross.Layer).Select(static option => $"context{char.ToUpperInvariant(option[0])}{option[1..]}") : []];

    /// <summary>Results of a block's Backward beside gradients of weights, as properties of <see cref="BlockGradients"/>.</summary>
    public static string[] Results(BlockDeclaration declaration) =>
    [
        "results.Stream",
        .. declaration.Cross is null ? Array.Empty<string>() : ["results.Context"],
        .. declaration.Attention.Bias == AttentionBias.None ? Array.Empty<string>() : ["results.Bias"],
        .. declaration.Cross is null or { Bias: AttentionBias.None } ? Array.Empty<string>() : ["results.ContextBias"],
    ];

    /// <summary>Results of a layer's Backward beside gradients of weights.</summary>
    public static string[] Results(LayerDeclaration declaration) =>
    [
        "inputGradient",
        .. declaration.ContextDim is not null ? ["contextGradient"] : declaration.IsCross ? ["keyInputGradient", "valueInputGradient"] : Array.Empty<string>(),
        .. declaration.Bias == AttentionBias.None ? Array.Empty<string>() : ["biasGradient"],
    ];
}
