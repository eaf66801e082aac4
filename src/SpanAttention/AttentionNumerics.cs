using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention;

/// <summary>Canon of arithmetic that this process runs, one of two; each is the same bits on every machine that runs it.</summary>
public enum ArithmeticCanon
{
    /// <summary>a · b + c is rounded once, by hardware fused multiply-add.</summary>
    Fused,

    /// <summary>a · b is rounded, then added: where the hardware, or the instruction set compiled for, has no fused multiply-add.</summary>
    Separate,
}

/// <summary>Facts about the arithmetic of emitted routines.</summary>
public static class AttentionNumerics
{
    /// <summary>The canon that runs in this process. It depends on the machine and, under Native AOT, on the instruction set compiled for.</summary>
    public static ArithmeticCanon Arithmetic =>
        Fma.IsSupported || AdvSimd.IsSupported ? ArithmeticCanon.Fused : ArithmeticCanon.Separate;
}
