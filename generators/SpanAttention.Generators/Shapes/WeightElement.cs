namespace SpanAttention.Generators.Shapes;

/// <summary>A number as a layer stores weights, in the order of the enum of that name in the library.</summary>
internal enum WeightElement
{
    Single,
    BFloat16,
    Int8,
}
