using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds one tile's weighted values to the contexts of the few rows that share it: <c>[rows, ValueDim]</c>, value dimensions in lanes.</summary>
internal static class SharedContext
{
    private static readonly LaneLayout Contexts = LaneLayout.Flat("ValueDim");

    public static Step Create(AttentionPlan plan)
    {
        string element = $"ref {plan.Spec.Stored.Type}";
        return new(
            "SharedContext",
            new()
            {
                { "ref float", "weights" },
                { element, "value" },
                { "int", "keys" },
                { "int", "rows" },
                { "int", RowEdge.OfLoops(plan.Spec)?.Name },
                { "ref float", "rescale" },
                { "ref float", "sum", AddsWeights(plan.Spec) },
                { "ref float", "context" },
                { element, "nextKey", AsksForKeys(plan) },
            },
            $"context_i = context_i · rescale_i + Σ_j weights[i, j] · value_j{(AddsWeights(plan.Spec) ? ", and sum_i the same with 1 for every value" : "")}.",
            (code, tile) => WriteBody(code, tile.Width, plan));
    }

    /// <summary>Tells whether the weights are added up here: those that dropout leaves are not what a row is normalized by.</summary>
    public static bool AddsWeights(AttentionSpec spec) => !spec.Has<Dropout>();

    private static void WriteBody(CodeWriter code, VectorWidth width, AttentionPlan plan)
    {
        RowEdge? edge = RowEdge.OfLoops(plan.Spec);
        bool marked = plan.Spec.MarksKeys;
        RowColumns.Write(
            code,
            width,
            plan.SharedRows,
            columns =>
            {
                string keys = "keys";
                if (columns == 1 && edge is not null)
                {
                    keys = "seen";
                    code.Line($"int seen = Math.Clamp({edge.Name} + (row / GroupSize) + 1, 0, keys);");
                }

                WriteDims(code, width, columns, keys, marked, plan);
            },
            edge is null ? null : $"{edge.Name} + 1 >= keys",
            AddsWeights(plan.Spec) ? "Rows.AddSums(ref weights, KeyTile, keys, together, ref rescale, ref sum);" : null);
    }

    private static void WriteDims(CodeWriter code, VectorWidth width, int columns, string keys, bool marked, AttentionPlan plan)
    {
        StoredNumber element = plan.Spec.Stored;
        int valueDim = plan.Spec.ValueDim;
        int filling = valueDim - (valueDim % element.Loaded(width.Lanes)); // dimensions that fill vectors, of stored numbers whole groups
        int most = Math.Min(DecodePlan.ValueVectors(width, columns, element), filling / width.Lanes);
        int full = most == 0 ? 0 : filling - (filling % (most * width.Lanes));
        bool addsWeights = columns == 1 && AddsWeights(plan.Spec);
        if (full > 0)
        {
            using (code.Block($"for (int x = 0; x < {full}; x += {most * width.Lanes})"))
            {
                WriteTile(code, width, new(most, columns), keys, marked, plan, addsWeights ? () => WriteSum(code, passes: full / (most * width.Lanes)) : null);
            }
        }
        else if (addsWeights)
        {
            code.Line($"Rows.AddSums(ref Floats.At(ref weights, row * KeyTile), KeyTile, {keys}, 1, ref Floats.At(ref rescale, row), ref Floats.At(ref sum, row));");
        }

        int rest = (filling - full) / width.Lanes;
        if (rest > 0)
        {
            using (code.Block($"for (int x = {full}; x < {full + (rest * width.Lanes)}; x += {rest * width.Lanes})"))
            {
                WriteTile(code, width, new(rest, columns), keys, marked, plan);
            }
        }

        if (filling < valueDim)
        {
            if (marked)
            {
                WriteVisibleSingles(code, element, columns, filling, valueDim - filling);
            }
            else
            {
                WriteSingles(code, columns, keys, filling, element);
            }
        }
    }

    private static void WriteTile(CodeWriter code, VectorWidth width, TileShape shape, string keys, bool marked, AttentionPlan plan, Action? writeSum = null)
    {
        RegisterTile register = new(
            width, shape, "sum", keys,
            Lanes: $"{plan.Spec.Stored.At}(ref value, x)", LaneLayout.Flat("ValueTokenStride"),
            Scalars: "Floats.At(ref weights, row * KeyTile)", ColumnStride: "KeyTile", StepStride: "1")
        {
            Element = plan.Spec.Stored,
            Ahead = AsksForKeys(plan) ? NextKeys(plan.Spec, shape.Vectors * width.Lanes) : null,
            Totals = writeSum is null ? null : "weightSum",
        };
        register.Write(code);
        writeSum?.Invoke();
        if (marked)
        {
            WritePoisonCheck(code, width, register);
        }

        code.Line("ref float output = ref Floats.At(ref context, (row * ValueDim) + x);");
        for (int column = 0; column < shape.Columns; column++)
        {
            string rescale = $"{width.Operations}.Broadcast(ref rescale, row{(column == 0 ? "" : $" + {column}")})";
            register.ForEachRowRun("AddRow", column, (method, vector, sums) => code.Line($"{method}({register.At("output", Contexts, column, vector).Reference()}, {rescale}, {sums});"));
        }
    }

    private static bool AsksForKeys(AttentionPlan plan) => plan.Decode is { AsksForKeys: true };

    /// <summary>The next tile's keys, as large a part of them as the dims are of its values: where they lie in one piece from its beginning to its end, which memory likes better than the order of rows.</summary>
    private static LinesAhead NextKeys(AttentionSpec spec, int dims)
    {
        string asked = $"{((dims * spec.HeadDim) + spec.ValueDim - 1) / spec.ValueDim}";
        string part = spec.HeadDim == spec.ValueDim ? "" : " * HeadDim / ValueDim";
        (string start, string stride) = TokenStrides.Of(spec).Key == spec.HeadDim
            ? ($"x * {Terms.Of($"KeyTile{part}")}", asked)
            : ($"x{part}", "KeyTokenStride");
        return new(spec.Stored, "nextKey", start, asked, stride) { IsLater = !spec.Stored.IsShort }; // a tile of stored numbers finds room beside the values
    }

    /// <summary>A row by itself brings the sum of its weights along, where one addition would wait for the other; with its first dimensions, if it takes several passes.</summary>
    private static void WriteSum(CodeWriter code, int passes)
    {
        const string Sum = "Floats.At(ref sum, row) = Lanes.MultiplyAdd(Floats.At(ref sum, row), Floats.At(ref rescale, row), weightSum0.ToScalar());";
        if (passes == 1)
        {
            code.Line(Sum);
            return;
        }

        using (code.Block("if (x == 0)"))
        {
            code.Line(Sum);
        }

        code.Line();
    }

    /// <summary>Keys that are left out have weight 0, which adds nothing, unless their value is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private static void WritePoisonCheck(CodeWriter code, VectorWidth width, RegisterTile register)
    {
        using (code.Block($"if ({register.HasNaN})"))
        {
            using (code.Block($"for (int single = row; single < row + {register.Shape.Columns}; single++)"))
            {
                code.Line(AddVisible(register.Element, "single", "x", register.Shape.Vectors * width.Lanes));
            }

            code.Line("continue;");
        }

        code.Line();
    }

    private static string AddVisible(StoredNumber element, string row, string x, int dims) =>
        $"Rows.AddVisible(ref Floats.At(ref weights, {row} * KeyTile), ref {element.At}(ref value, {x}), ValueTokenStride, keys, {dims}, Floats.At(ref rescale, {row}), ref Floats.At(ref context, ({row} * ValueDim) + {x}));";

    /// <summary>Dimensions that fill no vector, where some keys are left out.</summary>
    private static void WriteVisibleSingles(CodeWriter code, StoredNumber element, int columns, int first, int dims)
    {
        if (columns == 1)
        {
            code.Line(AddVisible(element, "row", $"{first}", dims));
            return;
        }

        using (code.Block($"for (int single = row; single < row + {columns}; single++)"))
        {
            code.Line(AddVisible(element, "single", $"{first}", dims));
        }
    }

    /// <summary>Dimensions that fill no vector.</summary>
    private static void WriteSingles(CodeWriter code, int columns, string keys, int first, StoredNumber element)
    {
        string body = $$"""
            float added = 0;
            for (int j = 0; j < {{keys}}; j++)
            {
                added = Lanes.MultiplyAdd(Floats.At(ref weights, (single * KeyTile) + j), {{element.ToSingle($"{element.At}(ref value, (j * ValueTokenStride) + x)")}}, added);
            }

            ref float output = ref Floats.At(ref context, (single * ValueDim) + x);
            output = Lanes.MultiplyAdd(output, Floats.At(ref rescale, single), added);
            """;
        using (code.Block($"for (int x = {first}; x < ValueDim; x++)"))
        {
            if (columns == 1)
            {
                code.Line(body.Replace("single", "row"));
                return;
            }

            using (code.Block($"for (int single = row; single < row + {columns}; single++)"))
            {
                code.Line(body);
            }
        }
    }
}
