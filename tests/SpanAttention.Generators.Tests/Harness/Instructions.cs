using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>Walks IL from instruction to instruction.</summary>
public static class Instructions
{
    private const byte TwoByteInstruction = 0xFE;

    private static readonly Dictionary<short, OpCode> ByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(instruction => instruction.Value);

    public static OpCode Read(ref BlobReader code)
    {
        byte first = code.ReadByte();
        int value = first == TwoByteInstruction ? (first << 8) | code.ReadByte() : first;
        return ByValue[unchecked((short)value)];
    }

    public static void SkipOperand(ref BlobReader code, OpCode instruction)
    {
        if (instruction == OpCodes.Switch)
        {
            int targets = code.ReadInt32();
            code.Offset += targets * sizeof(int);
            return;
        }

        code.Offset += OperandBytes(instruction.OperandType);
    }

    private static int OperandBytes(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
