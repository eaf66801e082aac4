using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>Backward</c> calls: checks, then the routine.</summary>
internal sealed class BackwardEntries(KernelWriter code, AttentionSpec spec)
{
    private readonly AttentionTensors tensors = new(spec);

    public static void Write(KernelWriter code, BackwardPlan plan)
    {
        BackwardEntries entries = new(code, plan.Attention.Spec);
        entries.WriteBackward();
        code.Line();
        entries.WriteCheck();
    }

    private Tensor[] Given => [.. tensors.Inputs, .. tensors.Forwarded];

    private void WriteBackward()
    {
        code.Line("/// <summary>Gradients of all inputs.</summary>");
        using (code.Block($"public static void Backward({Parameters})"))
        {
            code.Line($"Operands operands = Check({tensors.Inputs.Names()}, keyCount, {tensors.Forwarded.Names()}, {tensors.Gradients.Names()});");
            foreach (Tensor optional in tensors.Gradients.Where(static tensor => tensor.IsOptional))
            {
                code.Line($"{optional.Name}[..(int)Math.Min({optional.Extent.Replace("queryLength", "operands.QueryLength").Replace("keyLength", "operands.KeyLength")}, {optional.Name}.Length)].Clear(); // heads and tiles add to it");
            }

            code.Line("Differentiate(ref operands);");
        }
    }

    private string Parameters => $"{tensors.Inputs.Spans()}, int keyCount, {tensors.Forwarded.Spans()}, {tensors.Gradients.Spans()}";

    private void WriteCheck()
    {
        code.Line("/// <summary>Checks the spans of Backward and binds them.</summary>");
        using (code.Block($"private static Operands Check({Parameters})"))
        {
            Check.WriteCount(code, tensors.Query);
            Check.WriteCount(code, tensors.Key);
            Check.WriteExactly(code, Given.Skip(2));
            code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
            WriteResults();
            code.Line();
            code.Line("Operands operands = default;");
            Binding.Write(code, [.. Given, .. tensors.Gradients]);
            foreach (Tensor optional in tensors.Gradients.Where(static tensor => tensor.IsOptional))
            {
                code.Line($"operands.{optional.Field} = ref ({optional.Name}.IsEmpty ? ref Unsafe.NullRef<float>() : ref operands.{optional.Field});");
            }

            code.Line("""
                operands.QueryLength = queryLength;
                operands.KeyLength = keyLength;
                operands.KeyCount = keyCount;
                return operands;
                """);
        }
    }

    private void WriteResults()
    {
        IReadOnlyList<Tensor> results = tensors.Gradients;
        foreach (Tensor result in results)
        {
            WriteRoom(result);
        }

        for (int index = 0; index < results.Count; index++)
        {
            Check.WriteDisjoint(code, results[index], Given, Extent(results[index]));
            foreach (Tensor other in results.Take(index))
            {
                WriteApart(results[index], other);
            }
        }
    }

    private void WriteRoom(Tensor result)
    {
        if (result.Stride.Length > 0)
        {
            Check.WriteExactly(code, result);
        }
        else if (result.IsOptional)
        {
            using (code.Block($"if (!{result.Name}.IsEmpty)"))
            {
                Check.WriteRoom(code, result);
            }
        }
        else
        {
            Check.WriteRoom(code, result);
        }
    }

    /// <summary>Results lie beside each other, or, as slices of the same rows, in turns.</summary>
    private void WriteApart(Tensor result, Tensor other)
    {
        if (result.Stride.Length > 0 && other.Stride.Length > 0)
        {
            code.Line($"SpanShape.TakeTurns({result.Name}, {Extent(result)}, {result.TokenWidth}, {result.Stride}, {other.Name}, {Extent(other)}, {other.TokenWidth}, {other.Stride}, \"{result.Name}\", \"{other.Name}\");");
        }
        else
        {
            code.Line($"SpanShape.Disjoint({result.Name}, {Extent(result)}, {other.Name}[..(int)({Extent(other)})], \"{result.Name}\", \"{other.Name}\");");
        }
    }

    /// <summary>Elements from the first that is written to the last.</summary>
    private static string Extent(Tensor tensor) =>
        tensor.Stride.Length > 0 ? $"SpanShape.StridedExtent({tensor.Count.Code}, {tensor.TokenWidth}, {tensor.Stride})"
        : tensor.IsOptional ? $"Math.Min({tensor.Extent}, {tensor.Name}.Length)"
        : tensor.Extent;
}
