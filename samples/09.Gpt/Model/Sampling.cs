using System.Globalization;

namespace GptModel;

/// <summary>How the next token is chosen from its logits.</summary>
public sealed record Sampling
{
    /// <summary>Divides the logits: below 1 likely tokens become likelier; 0 takes the likeliest one. Default: 1.</summary>
    public float Temperature
    {
        get;
        init => field = float.IsFinite(value) && value >= 0 ? value : throw Refused(nameof(Temperature), value, "finite and at least 0");
    }

    = 1;

    /// <summary>Leaves out all but the so many likeliest tokens; 0 leaves out none. Default: 0.</summary>
    public int TopK
    {
        get;
        init => field = value >= 0 ? value : throw Refused(nameof(TopK), value, "at least 0");
    }

    /// <summary>Leaves out all but the likeliest tokens that together have so much of the probability of those that <see cref="TopK"/> has left (Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020). Default: 1.</summary>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw Refused(nameof(TopP), value, "above 0 and at most 1");
    }

    = 1;

    private static ArgumentOutOfRangeException Refused(string name, IFormattable value, string range) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {range}."));
}
