using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Batches by a seed: each example once an epoch, the same on every machine, from any place on; and the generator's published numbers.</summary>
public class SeededOrderTests
{
    /// <summary>The first numbers of the reference implementation (Vigna, splitmix64.c) for seed 1234567.</summary>
    [Fact]
    public void Random_numbers_are_those_of_the_reference()
    {
        SplitMix64 random = new(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL], Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Numbers_below_a_count_are_all_drawn_and_no_others()
    {
        SplitMix64 random = new(3);
        int[] drawn = new int[6];
        for (int draw = 0; draw < 60_000; draw++)
        {
            drawn[random.NextBelow(6)]++;
        }

        // Ten deviations of √(60 000 · 1/6 · 5/6)
        Assert.All(drawn, static count => Assert.InRange(count, 10_000 - 913, 10_000 + 913));
        Assert.Equal(0, random.NextBelow(1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => random.NextBelow(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Every_epoch_has_every_example_once(int count)
    {
        SeededOrder order = new(count, seed: 5);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, count), Places(order, (long)epoch * count, count).Order());
        }
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        int[] first = Places(new(100, seed: 5), 0, 100);
        Assert.NotEqual(first, Places(new(100, seed: 5), 100, 100));
        Assert.NotEqual(first, Places(new(100, seed: 6), 0, 100));
        Assert.NotEqual(Enumerable.Range(0, 100), first);
    }

    /// <summary>By the page's words, with a generator of numbers one after the other.</summary>
    [Fact]
    public void An_epoch_is_shuffled_as_it_is_written()
    {
        SplitMix64 seeds = new(42);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            SplitMix64 random = new(seeds.Next());
            int[] expected = [.. Enumerable.Range(0, 31)];
            for (int i = 30; i >= 1; i--)
            {
                int other = random.NextBelow(i + 1);
                (expected[i], expected[other]) = (expected[other], expected[i]);
            }

            Assert.Equal(expected, Places(new(31, seed: 42), epoch * 31, 31));
        }
    }

    [Fact]
    public void What_is_resumed_goes_on_from_any_place()
    {
        int[] through = Places(new(7, seed: 1), 0, 40);
        for (int place = 0; place < 40; place++)
        {
            Assert.Equal(through[place..], Places(new(7, seed: 1), place, 40 - place));
        }
    }

    [Fact]
    public void What_is_wrong_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("count", static () => new SeededOrder(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("place", static () => new SeededOrder(3, 1)[-1]);
        Assert.Equal(3, new SeededOrder(3, 1).Count);
    }

    private static int[] Places(SeededOrder order, long first, int count) => [.. Enumerable.Range(0, count).Select(index => order[first + index])];
}
