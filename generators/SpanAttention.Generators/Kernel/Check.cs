using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>The emitted checks of spans: lengths first, then room, then overlap, then positions, all before anything is written.</summary>
internal static class Check
{
    /// <summary><c>int queryLength = …;</c>: the declared length, or the tokens that the span holds.</summary>
    public static void WriteCount(CodeWriter code, Tensor tensor)
    {
        Axis count = tensor.Count;
        if (count.Length > 0)
        {
            code.Line($"const int {count.Code} = {count.Constant};");
            WriteExactly(code, tensor);
        }
        else
        {
            code.Line($"int {count.Code} = {CountedTokens(tensor)}");
        }
    }

    /// <summary>The same check where the count is not needed.</summary>
    public static void WriteWholeTokens(CodeWriter code, Tensor tensor)
    {
        if (tensor.Count.Length > 0)
        {
            WriteExactly(code, tensor, tensor.Count.Constant);
        }
        else
        {
            code.Line(CountedTokens(tensor));
        }
    }

    /// <summary>Exactly as many elements as the axes have.</summary>
    public static void WriteExactly(CodeWriter code, Tensor tensor, string? count = null) =>
        code.Line(tensor.Stride.Length > 0
            ? $"SpanShape.Strided({tensor.Name}.Length, {count ?? tensor.Count.Code}, {tensor.TokenWidth}, {tensor.Stride}, \"{tensor.Name}\", \"{tensor.TokenWords}\");"
            : $"SpanShape.Exactly({tensor.Name}.Length, {tensor.Lengths(count)}, \"{tensor.Name}\", \"{tensor.Words}\");");

    /// <summary>The same for each of several tensors.</summary>
    public static void WriteExactly(CodeWriter code, IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            WriteExactly(code, tensor);
        }
    }

    /// <summary>At least as many elements as the axes have.</summary>
    public static void WriteRoom(CodeWriter code, Tensor tensor, string? count = null) =>
        code.Line($"SpanShape.AtLeast({tensor.Name}.Length, {tensor.Lengths(count)}, \"{tensor.Name}\", \"{tensor.Words}\");");

    /// <summary>Checks that what is written lies on none of the inputs.</summary>
    public static void WriteDisjoint(CodeWriter code, Tensor written, IEnumerable<Tensor> inputs, string? extent = null)
    {
        foreach (Tensor input in inputs)
        {
            code.Line($"SpanShape.Disjoint({written.Name}, {extent ?? written.Extent}, {input.Name}, \"{written.Name}\", \"{input.Name}\");");
        }
    }

    /// <summary>Room for what is written, on none of the inputs and not on each other.</summary>
    public static void WriteResults(CodeWriter code, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> results)
    {
        WriteRoom(code, results);
        foreach (Tensor result in results)
        {
            WriteDisjoint(code, result, inputs);
        }

        WriteApart(code, results);
    }

    /// <summary>Room for each of several tensors.</summary>
    public static void WriteRoom(CodeWriter code, IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            WriteRoom(code, tensor);
        }
    }

    /// <summary>Checks that what is written lies on nothing else that is.</summary>
    public static void WriteApart(CodeWriter code, IReadOnlyList<Tensor> results)
    {
        for (int index = 1; index < results.Count; index++)
        {
            foreach (Tensor other in results.Take(index))
            {
                code.Line($"SpanShape.Disjoint({results[index].Name}, {results[index].Extent}, {other.Name}[..(int)({other.Extent})], \"{results[index].Name}\", \"{other.Name}\");");
            }
        }
    }

    /// <summary>Checks the range of positions, where there are some.</summary>
    public static void WritePositions(CodeWriter code, IEnumerable<Tensor> tensors)
    {
        foreach (Tensor positions in tensors.Where(static tensor => tensor.Element == "int"))
        {
            code.Line($"SpanShape.Positions({positions.Name}, \"{positions.Name}\");");
        }
    }

    private static string CountedTokens(Tensor tensor) => tensor.Stride.Length > 0
        ? $"SpanShape.StridedTokens({tensor.Name}.Length, {tensor.TokenWidth}, {tensor.Stride}, \"{tensor.Name}\", \"{tensor.OpenShape}\");"
        : $"SpanShape.Tokens({tensor.Name}.Length, {tensor.TokenWidth}, \"{tensor.Name}\", \"{tensor.OpenShape}\");";
}
