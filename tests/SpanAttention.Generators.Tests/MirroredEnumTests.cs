using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Tests;

/// <summary>The generator cannot refer to the library whose attributes it reads: enums that both have are the same by name and number.</summary>
public sealed class MirroredEnumTests
{
    [Theory]
    [InlineData(typeof(SpanAttention.Activation), typeof(Shapes.Activation))]
    [InlineData(typeof(SpanAttention.NormPlacement), typeof(Shapes.NormPlacement))]
    [InlineData(typeof(SpanAttention.RotaryPositions), typeof(Shapes.RotaryPositions))]
    [InlineData(typeof(SpanAttention.QkNorm), typeof(Shapes.QkNorm))]
    [InlineData(typeof(CacheElement), typeof(StoredElement))]
    [InlineData(typeof(SpanAttention.WeightElement), typeof(Shapes.WeightElement))]
    public void NamesAndNumbersAreTheAttributes(Type library, Type generator) => Assert.Equal(
        Enum.GetNames(library).Select(name => (name, (int)Enum.Parse(library, name))),
        Enum.GetNames(generator).Select(name => (name, (int)Enum.Parse(generator, name))));

    [Fact]
    public void KindsAreTheAttributes() => Assert.All(
        Enum.GetNames<DeclarationKind>(), kind => Assert.NotNull(typeof(AttentionAttribute).Assembly.GetType($"SpanAttention.{kind}Attribute")));
}
