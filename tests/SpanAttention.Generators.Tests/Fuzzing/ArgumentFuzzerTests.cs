namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>No property of an attribute is forgotten by the declarations that are made up.</summary>
public sealed class ArgumentFuzzerTests
{
    private const int Count = 500;

    [Fact]
    public void AttributesOfTypesAreKnown() => Assert.Equal(
        ["AdditiveAttentionAttribute", "AttentionAttribute", "CrossAttentionAttribute", "FeedForwardAttribute", "LinearAttribute", "MultiHeadAttentionAttribute", "SelfAttentionAttribute", "TransformerBlockAttribute"],
        ArgumentFuzzer.Attributes.Select(static attribute => attribute.Name));

    [Fact]
    public void EveryPropertyIsDrawn() => Assert.All(ArgumentFuzzer.Attributes, static attribute =>
    {
        ArgumentFuzzer fuzzer = new(RunSeed.Random());
        HashSet<string> drawn = [.. Enumerable.Range(0, Count).SelectMany(_ => fuzzer.Attribute(attribute, 0).Split('(', ',', ' '))];
        Assert.All(attribute.GetProperties().Where(static property => property.CanWrite), property => Assert.Contains(property.Name, drawn));
    });

    [Fact]
    public void TypesThatNothingIsKnownOfAreNamed() => Assert.Contains(
        nameof(DateTime), Assert.Throws<NotSupportedException>(static () => new ArgumentFuzzer(RunSeed.Random()).Value(typeof(DateTime), 0)).Message, StringComparison.Ordinal);
}
