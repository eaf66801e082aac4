namespace SpanAttention.Generators.Shapes;

/// <summary>A number as keys and values are stored, as emitted code spells it.</summary>
/// <param name="Type">The type of a reference to it: <c>float</c>, <c>HalfElement</c>.</param>
/// <param name="TypeArgument">The same where a type argument must say how it is stored.</param>
/// <param name="Load">The method that widens a vector of it; empty where nothing is widened.</param>
internal sealed record StoredNumber(string Type, string TypeArgument, string Load)
{
    public static readonly StoredNumber Single = new("float", "SingleElement", "") { OfAFloat = 1 };

    // Infinities and NaN are told by the exponent alone, which the vectors' method leaves out.
    public static readonly StoredNumber Half = new("HalfElement", "HalfElement", "LoadFinite") { MustBeFinite = true };

    public static readonly StoredNumber BFloat16 = new("BFloat16Element", "BFloat16Element", "Load");

    public static readonly StoredNumber Int8 = new("Int8Element", "Int8Element", "Load") { Shared = 32, OfAFloat = 4 };

    /// <summary>Steps that share a scale, a vector of them beside each vector of numbers; 0 where numbers are what they say.</summary>
    public int Shared { get; init; }

    /// <summary>Numbers that take the room of a float.</summary>
    public int OfAFloat { get; init; } = 2;

    /// <summary>Tells whether it has scales.</summary>
    public bool IsScaled => Shared > 0;

    /// <summary>Tells whether vectors of it are right for finite numbers only, so that a tile is asked first.</summary>
    public bool MustBeFinite { get; init; }

    /// <summary>Tells whether it is shorter than a float, and widened before it is used.</summary>
    public bool IsShort => Load.Length > 0;

    /// <summary>Numbers that are loaded together: a vector of floats, or a whole group of those that are widened.</summary>
    public int Loaded(int lanes) => IsShort ? PackedTensor.OutputGroup : lanes;

    /// <summary>The number that a layer's cache stores.</summary>
    public static StoredNumber Of(StoredElement? element) => element switch
    {
        StoredElement.Half => Half,
        StoredElement.BFloat16 => BFloat16,
        _ => Single,
    };

    /// <summary>The number that a layer's weights are stored as.</summary>
    public static StoredNumber Of(WeightElement element) => element switch
    {
        WeightElement.BFloat16 => BFloat16,
        WeightElement.Int8 => Int8,
        _ => Single,
    };

    /// <summary>The method that adds an offset to a reference to it; one that is not generic, where there is one, costs the compiler less.</summary>
    public string At => IsShort ? "Unsafe.Add" : "Floats.At";

    /// <summary>One of them, as a float.</summary>
    public string ToSingle(string number) => IsShort ? $"{number}.ToSingle()" : number;

    /// <summary>A reference to floats as one to these.</summary>
    public string FromFloats(string reference) => IsShort ? $"ref Unsafe.As<float, {Type}>(ref {reference})" : $"ref {reference}";

    /// <summary>A reference to these as one to floats.</summary>
    public string AsFloats(string reference) => IsShort ? $"ref Unsafe.As<{Type}, float>(ref {reference})" : $"ref {reference}";

    /// <summary>A reference to these as one to the type argument.</summary>
    public string AsArgument(string reference) => IsShort ? $"ref {reference}" : $"ref Unsafe.As<float, SingleElement>(ref {reference})";
}
