using System.Globalization;
using System.Text.Json;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Reads the cases' JSON files.</summary>
public static class CaseReader
{
    public static IReadOnlyList<ConformanceCase> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(ReadFile)];

    public static ConformanceCase ReadFile(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;
        return new ConformanceCase
        {
            Name = root.GetProperty("name").GetString()!,
            Set = root.GetProperty("set").GetString()!,
            Operator = root.GetProperty("op").GetString()!,
            Attributes = root.GetProperty("attributes").Clone(),
            Inputs = ReadTensors(root, "inputs").ToDictionary(tensor => tensor.Name),
            Outputs = ReadTensors(root, "outputs").ToDictionary(tensor => tensor.Name),
            Gradients = ReadTensors(root, "gradients").ToDictionary(tensor => tensor.Name["grad_".Length..]),
            Printed = ReadTensors(root, "printed"),
        };
    }

    private static Tensor[] ReadTensors(JsonElement root, string property) =>
        root.TryGetProperty(property, out JsonElement tensors) ? [.. tensors.EnumerateArray().Select(ReadTensor)] : [];

    private static Tensor ReadTensor(JsonElement element) => new(
        element.TryGetProperty("role", out JsonElement role) ? role.GetString()! : element.GetProperty("name").GetString()!,
        [.. element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())],
        ReadData(element.GetProperty("data")),
        ReadTolerance(element))
    {
        IsBoolean = element.TryGetProperty("dtype", out JsonElement type) && type.GetString() == "bool",
    };

    private static float[] ReadData(JsonElement data) =>
        data.ValueKind == JsonValueKind.Array ? [.. data.EnumerateArray().Select(ReadValue)] : [ReadValue(data)];

    private static float ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => float.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => value.GetSingle(),
    };

    private static double ReadTolerance(JsonElement tensor)
    {
        if (tensor.TryGetProperty("atol", out JsonElement tolerance) || tensor.TryGetProperty("halfUnitTolerance", out tolerance))
        {
            return tolerance.GetDouble();
        }

        return 0;
    }
}
