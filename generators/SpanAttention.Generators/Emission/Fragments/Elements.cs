using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Keys and values as they are stored: floats, or shorter numbers. Few rows widen these as they load them, blocks of rows tile by tile.</summary>
internal static class Elements
{
    public const string WidenedKeys = "tileKeys";
    public const string WidenedValues = "tileValues";

    /// <summary>Numbers in a tile's keys, whole groups of them.</summary>
    public const string KeyCount = "((keys + RowGroup - 1) & -RowGroup) * HeadDim";

    /// <summary>The type of a stored number.</summary>
    public static string Type(AttentionSpec spec) => spec.Layer?.Element switch
    {
        StoredElement.Half => "HalfElement",
        StoredElement.BFloat16 => "BFloat16Element",
        _ => "float",
    };

    /// <summary>The same where a type argument must be a stored number.</summary>
    public static string TypeArgument(AttentionSpec spec) => Type(spec) is "float" ? "SingleElement" : Type(spec);

    /// <summary>A vector of stored numbers as floats: of a group of 16, from one lane on.</summary>
    public static string Load(string type, VectorWidth width, string group, int lane)
    {
        string load = type == "HalfElement" ? "LoadFinite" : "Load";
        return $"{type}.{load}{width.Bits}({group}{(width.Lanes == AttentionPlan.RowGroup ? "" : $", {lane}")})";
    }

    /// <summary>A step on few rows that loads stored numbers, and what takes its place where these are not all finite and halves have to be asked one by one.</summary>
    public static void WriteStep(CodeWriter code, AttentionSpec spec, string start, string count, string step, Action writeExactly)
    {
        if (Type(spec) != "HalfElement")
        {
            code.Line(step);
            return;
        }

        using (code.Block($"if (HalfElement.AreFinite({start}, {count}))"))
        {
            code.Line(step);
        }

        using (code.Block("else"))
        {
            writeExactly();
        }
    }

    /// <summary>A stored number, as a float.</summary>
    public static string Single(string type, string number) => type == "float" ? number : $"{number}.ToSingle()";

    /// <summary>A reference to floats as one to stored numbers.</summary>
    public static string From(AttentionSpec spec, string reference) => Cast(Type(spec), "float", Type(spec), reference);

    /// <summary>A reference to stored numbers as one to floats.</summary>
    public static string AsFloats(AttentionSpec spec, string reference) => Cast(Type(spec), Type(spec), "float", reference);

    /// <summary>A reference to stored numbers as one to the type argument.</summary>
    public static string AsArgument(AttentionSpec spec, string reference) => Type(spec) is "float" ? $"ref Unsafe.As<float, SingleElement>(ref {reference})" : $"ref {reference}";

    /// <summary>Widens a tile of keys, whole groups of them.</summary>
    public static void WriteKeys(CodeWriter code, AttentionPlan plan, bool singleTile) =>
        WriteTile(code, plan, WidenedKeys, "TileKeysOffset", "key", "KeyTokenStride", $"1, {KeyCount}", singleTile);

    /// <summary>Widens a tile of values.</summary>
    public static void WriteValues(CodeWriter code, AttentionPlan plan, bool singleTile) =>
        WriteTile(code, plan, WidenedValues, "TileValuesOffset", "value", "ValueTokenStride", "keys, ValueDim", singleTile);

    private static string Cast(string type, string from, string to, string reference) => type == "float" ? $"ref {reference}" : $"ref Unsafe.As<{from}, {to}>(ref {reference})";

    private static void WriteTile(CodeWriter code, AttentionPlan plan, string tile, string offset, string tensor, string stride, string extent, bool singleTile)
    {
        if (plan.Widens)
        {
            string start = singleTile ? $"ref {tensor}" : $"ref Unsafe.Add(ref {tensor}, (nint){BlockSteps.Place(plan.Spec)} * {stride})";
            code.Line($"ref float {tile} = ref operands.Region({offset});");
            code.Line($"KeyValueRows.Widen({start}, {extent}, ref {tile});");
        }
    }
}
