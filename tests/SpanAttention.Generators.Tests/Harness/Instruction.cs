using System.Reflection.Emit;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>One instruction of IL.</summary>
/// <param name="OpCode">What it does.</param>
/// <param name="Operand">The method or type it is about; empty for all others.</param>
/// <param name="OnValueType">Whether it constructs a value, which lies where it is put.</param>
public sealed record Instruction(OpCode OpCode, string Operand, bool OnValueType)
{
    public override string ToString() => $"{OpCode} {Operand}";
}
