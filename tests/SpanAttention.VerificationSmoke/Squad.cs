using SpanAttention;
using SpanAttention.Verification;

/// <summary>A declared type, as a stranger has it.</summary>
[Attention(HeadDim = 4, Heads = 4, KeyValueHeads = 2, Causal = true)]
public readonly partial struct Squad;

/// <summary>What every test framework asks for.</summary>
public static class Checks
{
    private static readonly VerificationSettings Settings = new() { Cases = 25 };

    /// <summary>The names of the properties.</summary>
    public static IEnumerable<string> Names => AttentionProperties.Of<Squad>().Select(static property => property.Name);

    /// <summary>Throws where a property does not hold.</summary>
    public static void Has(string property) => AttentionProperties.Of<Squad>()[property].Check(Settings);

    /// <summary>A kernel that writes zeros, with what is found.</summary>
    public static void FindsZeros()
    {
        try
        {
            AttentionProperties.For(new AttentionShape { HeadDim = 2 }, static (_, _, _, destination) => destination.Clear()).CheckAll(Settings);
        }
        catch (PropertyFalsifiedException falsified) when (falsified.Message.Contains("Tried: up to", StringComparison.Ordinal))
        {
            return;
        }

        throw new InvalidOperationException("A kernel that writes zeros passes.");
    }
}
