using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Lists the emitted members of a declaration.</summary>
public static class MemberCalls
{
    public static CallBuffers Buffers(AttentionShape shape, int queryLength, int keyLength) => new(
        ("query", queryLength * shape.Heads * shape.HeadDim),
        ("key", keyLength * shape.KeyValueHeads * shape.HeadDim),
        ("value", keyLength * shape.KeyValueHeads * shape.ValueDim),
        ("destination", Math.Max(queryLength * shape.Heads * shape.ValueDim, shape.Heads * queryLength * keyLength)),
        ("logSumExp", shape.Heads * queryLength),
        ("outputA", queryLength * shape.Heads * shape.ValueDim),
        ("outputB", queryLength * shape.Heads * shape.ValueDim),
        ("output", queryLength * shape.Heads * shape.ValueDim),
        ("logSumExpA", shape.Heads * queryLength),
        ("logSumExpB", shape.Heads * queryLength));

    public static int DestinationLength(string member, AttentionShape shape, int queryLength, int keyLength) =>
        member.StartsWith("Forward", StringComparison.Ordinal) ? queryLength * shape.Heads * shape.ValueDim : shape.Heads * queryLength * keyLength;

    public static IReadOnlyList<MemberCall> Attention(ICompiledAttention attention, int keyCount)
    {
        string[] inputs = ["query", "key", "value"];
        string[] pairs = ["query", "key"];
        return
        [
            new("Forward", inputs, ["destination"], b => attention.Forward(b["query"], b["key"], b["value"], b["destination"])),
            new("Forward with logSumExp", inputs, ["destination", "logSumExp"], b => attention.Forward(b["query"], b["key"], b["value"], b["destination"], b["logSumExp"])),
            new("Forward with keyCount", inputs, ["destination"], b => attention.Forward(b["query"], b["key"], b["value"], keyCount, b["destination"])),
            new("Forward with both", inputs, ["destination", "logSumExp"], b => attention.Forward(b["query"], b["key"], b["value"], keyCount, b["destination"], b["logSumExp"])),
            new("ForwardBlock", inputs, ["destination"], b => attention.ForwardBlock(0, b["query"], b["key"], b["value"], b["destination"])),
            new("ForwardBlock with logSumExp", inputs, ["destination", "logSumExp"], b => attention.ForwardBlock(0, b["query"], b["key"], b["value"], b["destination"], b["logSumExp"])),
            new("ForwardBlock with keyCount", inputs, ["destination"], b => attention.ForwardBlock(0, b["query"], b["key"], b["value"], keyCount, b["destination"])),
            new("ForwardBlock with both", inputs, ["destination", "logSumExp"], b => attention.ForwardBlock(0, b["query"], b["key"], b["value"], keyCount, b["destination"], b["logSumExp"])),
            new("ForwardParallel", inputs, ["destination"], b => attention.ForwardParallel(b.Memory("query"), b.Memory("key"), b.Memory("value"), b.Memory("destination"))),
            new("Weights", pairs, ["destination"], b => attention.Weights(b["query"], b["key"], b["destination"])),
            new("Weights with keyCount", pairs, ["destination"], b => attention.Weights(b["query"], b["key"], keyCount, b["destination"])),
            new("Scores", pairs, ["destination"], b => attention.Scores(b["query"], b["key"], ScoreStage.Masked, b["destination"])),
        ];
    }

    public static MemberCall Merge(ICompiledAttention attention) => new(
        "Merge",
        ["outputA", "logSumExpA", "outputB", "logSumExpB"],
        ["output", "logSumExp"],
        b => attention.Merge(b["outputA"], b["logSumExpA"], b["outputB"], b["logSumExpB"], b["output"], b["logSumExp"]));

    public static CallBuffers Buffers(SelfAttentionDeclaration declaration, int tokens) => new(
        ("inputs", tokens * declaration.InputDim),
        ("destination", tokens * Math.Max(tokens, declaration.InputDim)));

    public static int DestinationLength(string member, SelfAttentionDeclaration declaration, int tokens) =>
        tokens * (member == "Forward" ? declaration.InputDim : tokens);

    public static IReadOnlyList<MemberCall> SelfAttention(ICompiledSelfAttention attention) =>
    [
        new("Scores", ["inputs"], ["destination"], b => attention.Scores(b["inputs"], b["destination"])),
        new("Weights", ["inputs"], ["destination"], b => attention.Weights(b["inputs"], b["destination"])),
        new("Forward", ["inputs"], ["destination"], b => attention.Forward(b["inputs"], b["destination"])),
    ];

    public static CallBuffers Buffers(LayerDeclaration declaration, int tokens, int contextTokens) => new(
        ("inputs", tokens * declaration.InputDim),
        ("context", contextTokens * declaration.KeyWidth),
        ("keyInputs", contextTokens * declaration.KeyWidth),
        ("valueInputs", contextTokens * declaration.ValueWidth),
        ("destination", tokens * Math.Max(declaration.OutputDim, declaration.Heads * contextTokens)));

    public static int DestinationLength(string member, LayerDeclaration declaration, int tokens, int contextTokens) =>
        tokens * (member.StartsWith("Forward", StringComparison.Ordinal) ? declaration.OutputDim : declaration.Heads * contextTokens);

    public static IReadOnlyList<MemberCall> Layer(ICompiledLayer layer, LayerDeclaration declaration, int tokenCount)
    {
        string key = declaration.KeyInputDim is not null ? "keyInputs" : declaration.IsCross ? "context" : "inputs";
        string value = declaration.KeyInputDim is not null ? "valueInputs" : key;
        string[] inputs = [.. new[] { "inputs", key, value }.Distinct()];
        return
        [
            new("Forward", inputs, ["destination"], b => layer.Forward(b["inputs"], b[key], b[value], b["destination"])),
            new("Forward with tokenCount", inputs, ["destination"], b => layer.Forward(b["inputs"], b[key], b[value], tokenCount, b["destination"])),
            new("AttentionWeights", inputs, ["destination"], b => layer.AttentionWeights(b["inputs"], b[key], b[value], b["destination"])),
            new("AttentionWeights with tokenCount", inputs, ["destination"], b => layer.AttentionWeights(b["inputs"], b[key], b[value], tokenCount, b["destination"])),
        ];
    }
}
