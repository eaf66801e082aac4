namespace SpanAttention.Generators.Tests.Harness;

/// <summary>What the JIT is given of one method.</summary>
/// <param name="Name">Type and method.</param>
/// <param name="CodeBytes">Bytes of IL.</param>
/// <param name="Locals">Local variables.</param>
/// <param name="Calls">The methods it calls, once a call site, those aside that the JIT turns into instructions.</param>
/// <param name="Instructions">Its IL.</param>
public sealed record EmittedMethod(string Name, int CodeBytes, int Locals, IReadOnlyList<string> Calls, IReadOnlyList<Instruction> Instructions);
