using System.Text.Json;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>One case as it stands in its file.</summary>
public sealed record ConformanceCase
{
    public required string Name { get; init; }

    /// <summary>Who made it: torch, onnx or book.</summary>
    public required string Set { get; init; }

    public required string Operator { get; init; }

    public required JsonElement Attributes { get; init; }

    public required IReadOnlyDictionary<string, Tensor> Inputs { get; init; }

    public required IReadOnlyDictionary<string, Tensor> Outputs { get; init; }

    /// <summary>Gradients of inputs for the gradient of the output, by the inputs' names.</summary>
    public required IReadOnlyDictionary<string, Tensor> Gradients { get; init; }

    /// <summary>Tensors as a text prints them, to four decimals.</summary>
    public required IReadOnlyList<Tensor> Printed { get; init; }

    public double? Number(string attribute) =>
        Attributes.TryGetProperty(attribute, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    public string? Text(string attribute) =>
        Attributes.TryGetProperty(attribute, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public int[] Numbers(string attribute) => [.. Attributes.GetProperty(attribute).EnumerateArray().Select(element => element.GetInt32())];

    /// <summary>A window's size, or null where it has no bound.</summary>
    public int? Window(string attribute) => Number(attribute) is >= 0 and var size ? (int)size : null;

    public bool Flag(string attribute) => Number(attribute) is not (null or 0);

    public override string ToString() => Name;
}
