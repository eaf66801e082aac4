using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Adds one tile's weighted values to the contexts of the few rows that share it: <c>[rows, ValueDim]</c>, value dimensions in lanes.</summary>
internal static class SharedContext
{
    private static readonly LaneLayout Contexts = LaneLayout.Flat("ValueDim");

    public static TileMethod Create(AttentionPlan plan)
    {
        (string positionParameter, string positionArgument) = plan.Spec.Causal ? ("int position, ", "position, ") : ("", "");
        return new(
            "SharedContext",
            $"ref float weights, ref float value, int keys, int rows, {positionParameter}ref float rescale, ref float context",
            $"ref weights, ref value, keys, rows, {positionArgument}ref rescale, ref context",
            "context_i = context_i · rescale_i + Σ_j weights[i, j] · value_j.",
            (code, tile) => WriteBody(code, tile.Width, plan));
    }

    private static void WriteBody(CodeWriter code, VectorWidth width, AttentionPlan plan)
    {
        bool causal = plan.Spec.Causal;
        RowColumns.Write(
            code,
            width,
            columns =>
            {
                bool alone = causal && columns == 1;
                if (alone)
                {
                    code.Line("int seen = Math.Clamp(position + (row / GroupSize) + 1, 0, keys);");
                }

                WriteDims(code, width, columns, alone ? "seen" : "keys", plan.Spec.ValueDim);
            },
            causal ? "position + 1 >= keys && " : "");
    }

    private static void WriteDims(CodeWriter code, VectorWidth width, int columns, string keys, int valueDim)
    {
        int most = Math.Min(DecodePlan.ValueVectors(width, columns), valueDim / width.Lanes);
        int full = most == 0 ? 0 : valueDim - (valueDim % (most * width.Lanes));
        if (full > 0)
        {
            using (code.Block($"for (int x = 0; x < {full}; x += {most * width.Lanes})"))
            {
                WriteTile(code, width, new(most, columns), keys);
            }
        }

        int rest = (valueDim - full) / width.Lanes;
        if (rest > 0)
        {
            using (code.Block($"for (int x = {full}; x < {full + (rest * width.Lanes)}; x += {rest * width.Lanes})"))
            {
                WriteTile(code, width, new(rest, columns), keys);
            }
        }

        if (valueDim % width.Lanes > 0)
        {
            WriteSingles(code, columns, keys, valueDim - (valueDim % width.Lanes));
        }
    }

    private static void WriteTile(CodeWriter code, VectorWidth width, TileShape shape, string keys)
    {
        RegisterTile register = new(
            width, shape, "sum", keys,
            Lanes: "Unsafe.Add(ref value, x)", LaneLayout.Flat("ValueTokenStride"),
            Scalars: "Unsafe.Add(ref weights, row * KeyTile)", ColumnStride: "KeyTile", StepStride: "1");
        register.Write(code);
        code.Line("ref float output = ref Unsafe.Add(ref context, (row * ValueDim) + x);");
        for (int column = 0; column < shape.Columns; column++)
        {
            code.Line($"{width.Type} rescale{column} = {width.Class}.Create(Unsafe.Add(ref rescale, row{(column == 0 ? "" : $" + {column}")}));");
        }

        register.ForEachSum((column, vector, sum) =>
        {
            string place = register.At("output", Contexts, column, vector);
            code.Line($"Lanes.MultiplyAdd({width.Class}.LoadUnsafe({place}), rescale{column}, {sum}).StoreUnsafe({place});");
        });
    }

    /// <summary>Dimensions that fill no vector.</summary>
    private static void WriteSingles(CodeWriter code, int columns, string keys, int first)
    {
        string body = """
            float sum = 0;
            for (int j = 0; j < keys; j++)
            {
                sum = Lanes.MultiplyAdd(Unsafe.Add(ref weights, (single * KeyTile) + j), Unsafe.Add(ref value, (j * ValueTokenStride) + x), sum);
            }

            ref float output = ref Unsafe.Add(ref context, (single * ValueDim) + x);
            output = Lanes.MultiplyAdd(output, Unsafe.Add(ref rescale, single), sum);
            """.Replace("j < keys", $"j < {keys}");
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
