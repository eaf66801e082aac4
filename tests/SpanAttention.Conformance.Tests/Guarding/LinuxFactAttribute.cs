namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>A test that maps pages as Linux does, and is skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Pages that may not be touched are mapped by mmap and mprotect with the numbers that they take on Linux.";
}
