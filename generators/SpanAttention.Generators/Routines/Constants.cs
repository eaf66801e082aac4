using System.Globalization;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan in numbers: every size and factor that the routines use, by name.</summary>
internal static class Constants
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        WriteShape(code, plan);
        WriteScale(code, plan.Spec);
        OptionConstants.Write(code, plan.Spec);
        WriteBlocks(code, plan);
        WriteWorkers(code, plan);
    }

    /// <summary>Heads, dimensions, lengths and strides.</summary>
    public static void WriteShape(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        Int(code, "Heads", spec.Heads);
        Int(code, "HeadDim", spec.HeadDim);
        Int(code, "ValueDim", spec.ValueDim);
        if (spec.Kind != DeclarationKind.SelfAttention)
        {
            Int(code, "KeyValueHeads", spec.KeyValueHeads);
        }

        if (spec.Heads != spec.KeyValueHeads || plan.Decode is not null)
        {
            Int(code, "GroupSize", spec.Heads / spec.KeyValueHeads, "query heads that share a key/value head");
        }

        WriteLengths(code, spec);
        WriteStrides(code, spec);
        code.Line();
    }

    private static void WriteStrides(KernelWriter code, AttentionSpec spec)
    {
        TokenStrides strides = TokenStrides.Of(spec);
        Int(code, "QueryTokenStride", strides.Query, "floats from one token to the next");
        Int(code, "KeyTokenStride", strides.Key);
        Int(code, "ValueTokenStride", strides.Value);
        Int(code, "ContextTokenStride", strides.Context);
    }

    private static void WriteLengths(KernelWriter code, AttentionSpec spec)
    {
        if (spec.Kind == DeclarationKind.SelfAttention)
        {
            Int(code, "InputDim", spec.HeadDim);
        }

        if (spec.Kind != DeclarationKind.Attention)
        {
            IntIfDeclared(code, "SequenceLength", spec.QueryLength);
            return;
        }

        IntIfDeclared(code, "QueryLength", spec.QueryLength);
        IntIfDeclared(code, "KeyLength", spec.KeyLength);
    }

    /// <summary>The factor of scores, and that of exponents.</summary>
    public static void WriteScale(KernelWriter code, AttentionSpec spec, bool withLimit = true)
    {
        if (spec.Kind == DeclarationKind.Attention || spec.HasNaturalUnits)
        {
            Float(code, "Scale", Numbers.Scale(spec), ScaleWords(spec));
        }

        if (spec.SumNormalization)
        {
            return; // scores are taken as they are
        }

        Float(code, "ScaleLog2E", Numbers.ScaleLog2E(spec), spec.HasNaturalUnits ? "log2 e, as scores are scaled before: exponentials are taken to base 2" : "scale · log2 e: exponentials are taken to base 2");
        if (withLimit)
        {
            Float(code, "ScoreLimit", Numbers.ScoreLimit(spec), "larger scores would overflow in the exponent");
        }

        code.Line();
    }

    private static void WriteBlocks(KernelWriter code, AttentionPlan plan)
    {
        WriteBlockSizes(code, plan);
        code.Line();
        code.Line("// Scratch, in floats");
        ScratchRegions.WriteOffsets(code, plan.BlockScratch);
        if (plan.Decode is { } decode)
        {
            WriteShared(code, decode);
        }

        code.Line($"""
            private const int ScratchLength = {(plan.SharesMoreScratch ? plan.Decode!.Scratch.End : plan.BlockScratch.End)};
            private const int AlignmentSlack = {AttentionPlan.AlignmentSlack}; // scratch starts at a multiple of 64 bytes
            """);
    }

    /// <summary>Rows of a block and a group, keys of a tile, dimensions of a chunk.</summary>
    public static void WriteBlockSizes(KernelWriter code, AttentionPlan plan)
    {
        Int(code, "QueryBlock", plan.QueryBlock, "query rows attended together, each a vector lane");
        Int(code, "KeyTile", AttentionPlan.KeyTile, "keys whose weights are summed before they are folded into the row's sum");
        Int(code, "RowGroup", AttentionPlan.RowGroup, "rows that lie side by side in scratch");
        foreach (Chunk chunk in new[] { plan.QueryChunks, plan.ValueChunks }.OfType<Chunk>())
        {
            Int(code, chunk.Name, chunk.Size, chunk.Words);
        }
    }

    private static void WriteWorkers(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Parallel is not { } parallel)
        {
            return;
        }

        code.Line();
        code.Line("// Operations that pay for one more thread: two and a half microseconds of them");
        if (plan.AttendsBlocks)
        {
            code.Line($"private const long WorkerFlops = {parallel.WorkerFlops.ToString(CultureInfo.InvariantCulture)};");
        }

        if (plan.Decode is not null)
        {
            code.Line($"private const long SharedWorkerFlops = {parallel.SharedWorkerFlops.ToString(CultureInfo.InvariantCulture)}; // few rows wait for memory");
        }
    }

    private static void WriteShared(KernelWriter code, DecodePlan decode)
    {
        code.Line();
        code.Line($"// Scratch of the few rows that share a key/value head, in place of the above");
        Int(code, "SharedQueries", decode.Queries, "query tokens at most");
        code.Line("private const int SharedRows = SharedQueries * GroupSize;");
        ScratchRegions.WriteOffsets(code, decode.Scratch);
        code.Line();
    }

    private static string ScaleWords(AttentionSpec spec) =>
        spec.Scale == 1 / Math.Sqrt(spec.HeadDim) ? "1 / √HeadDim" : "as declared";

    /// <summary>A length, where it is declared.</summary>
    public static void IntIfDeclared(KernelWriter code, string name, int value)
    {
        if (value > 0)
        {
            Int(code, name, value);
        }
    }

    public static void Int(KernelWriter code, string name, int value, string comment = "") =>
        code.Line($"private const int {name} = {value.ToString(CultureInfo.InvariantCulture)};{Comment(comment)}");

    public static void Float(KernelWriter code, string name, float value, string comment) =>
        code.Line($"private const float {name} = {Literal.Of(value)};{Comment(comment)}");

    private static string Comment(string comment) => comment.Length == 0 ? "" : " // " + comment;
}
