using System.Globalization;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits a layer's widths and where each tensor lies among its packed weights.</summary>
internal static class LayerConstants
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerSpec layer = spec.Layer!;
        code.Line($"""
            private const int InputDim = {layer.InputDim};
            private const int OutputDim = {layer.OutputDim};
            private const int KeyInputDim = {layer.KeyInputDim};
            private const int ValueInputDim = {layer.ValueInputDim};
            private const int QueryWidth = Heads * HeadDim; // floats of all heads of a token
            private const int KeyWidth = KeyValueHeads * HeadDim;
            private const int ValueWidth = KeyValueHeads * ValueDim;
            private const int ContextWidth = Heads * ValueDim;
            """);
        if (plan.TakesRows)
        {
            code.Line($"private const int FewTokens = {plan.Decode!.Queries}; // tokens of a block that are taken as rows; more become vector lanes");
        }

        if (layer.HasCache)
        {
            code.Line($"private const int CacheTokens = {spec.CacheTokens}; // that there is room for in a cache");
        }

        code.Line();
        code.Line("// Packed weights, in floats: [groups of outputs, in, 16 outputs], biases [out], each rounded up to whole groups of outputs");
        WriteOffsets(code, PackedTensor.All(spec));
        WriteBlock(code, spec);
        WriteHeadSteps(code, layer);
    }

    private static void WriteHeadSteps(CodeWriter code, LayerSpec layer)
    {
        if (layer.QkNormEpsilon is { } epsilon)
        {
            code.Line();
            code.Line($"private const float QkNormEpsilon = {Literal.Of((float)epsilon)}; // added to the mean square of a head");
        }

        if (layer.Rotary is { } rotary)
        {
            code.Line();
            code.Line($"""
                private const int RotaryPairs = {rotary.Pairs}; // pairs of dimensions that are turned
                private const bool RotaryInterleaved = {(rotary.Interleaved ? "true" : "false")}; // {(rotary.Interleaved ? "pairs are neighbours" : "pairs lie RotaryPairs dimensions apart")}

                """);
            Literals.Write(code, "RotaryFrequencies", $"Radians a position: {rotary.Base.ToString(CultureInfo.InvariantCulture)} to the power of −2i / RotaryDim.", Numbers.RotaryFrequencies(rotary));
        }
    }

    private static void WriteBlock(CodeWriter code, AttentionSpec spec) =>
        code.Line($"""

            // A block of tokens from inputs to outputs, in floats
            private const long LanesOffset = 0; // [QueryBlock / RowGroup, widest input, RowGroup]
            private const long LayerQueriesOffset = LanesOffset + ({WidestInput(spec)}L * QueryBlock); // [QueryBlock / RowGroup, QueryWidth, RowGroup] or [FewTokens, QueryTokenStride]
            private const long ContextsOffset = LayerQueriesOffset + ((long)QueryTokenStride * QueryBlock); // [QueryBlock / RowGroup, ContextWidth, RowGroup] or [FewTokens, ContextWidth]
            private const long OutputsOffset = ContextsOffset + ((long)ContextWidth * QueryBlock); // [QueryBlock / RowGroup, widest output, RowGroup] or [FewTokens, widest output]
            {Others(spec)}
            """);

    private static string Others(AttentionSpec spec)
    {
        List<string> lines = [];
        string end = $"OutputsOffset + ({PackedTensor.Round(spec.WidestProjection)}L * QueryBlock)";
        void Add(string name, string length, string comment)
        {
            lines.Add($"private const long {name} = {end}; // {comment}");
            end = $"{name} + {length}";
        }

        if (spec.Layer!.Rotary is { } rotary)
        {
            Add("CosinesOffset", $"({rotary.Pairs}L * QueryBlock)", "[QueryBlock / RowGroup, pairs, RowGroup] or [FewTokens, pairs]");
            Add("SinesOffset", $"({rotary.Pairs}L * QueryBlock)", "the same");
        }

        if (spec.Layer.Element != StoredElement.Single)
        {
            Add("TileKeysOffset", "((long)KeyTile * HeadDim)", "[KeyTile / RowGroup, HeadDim, RowGroup]: a tile of keys, widened");
            Add("TileValuesOffset", "((long)KeyTile * ValueDim)", "[KeyTile, ValueDim]: a tile of values, widened");
        }

        return string.Join("\n", lines.Append($"private const long BlockLength = {end};"));
    }

    private static void WriteOffsets(CodeWriter code, IReadOnlyList<PackedTensor> tensors)
    {
        long offset = 0;
        foreach (PackedTensor tensor in tensors)
        {
            code.Line($"private const int {tensor.Name}Offset = {offset}; // {(tensor.Inputs == 0 ? $"[{tensor.Outputs}]" : $"[{tensor.Outputs}, {tensor.Inputs}]")}");
            offset += tensor.Elements;
        }

        code.Line($"private const int PackedLength = {offset};");
    }

    private static int WidestInput(AttentionSpec spec) =>
        new[] { spec.Layer!.InputDim, spec.Layer.KeyInputDim, spec.Layer.ValueInputDim }.Max();
}
