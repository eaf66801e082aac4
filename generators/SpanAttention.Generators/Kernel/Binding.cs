using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Emits how spans become operands of a call.</summary>
internal static class Binding
{
    /// <summary>Binds each tensor to the field of its name.</summary>
    public static void Write(CodeWriter code, IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            Write(code, tensor.Field, tensor);
        }
    }

    public static void Write(CodeWriter code, string field, Tensor tensor) => code.Line($"operands.{field} = ref MemoryMarshal.GetReference({tensor.Name});");
}
