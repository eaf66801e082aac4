using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Rows to lanes and back, at any size and stride.</summary>
public class TransposeTests
{
    [SeededProperty(MaxTest = 300)]
    public void Moves_every_element_and_writes_nothing_else(byte rowSeed, byte columnSeed, byte slackSeed)
    {
        int rows = rowSeed % 40;
        int columns = columnSeed % 40;
        int sourceStride = columns + (slackSeed % 3);
        int destinationStride = rows + (slackSeed % 5);
        float[] source = [.. Enumerable.Range(1, (rows * sourceStride) + 1).Select(static i => (float)i)];
        float[] destination = new float[(columns * destinationStride) + 1];

        Transpose.Copy(ref source[0], sourceStride, rows, columns, ref destination[0], destinationStride);

        for (int index = 0; index < destination.Length; index++)
        {
            int column = destinationStride == 0 ? columns : index / destinationStride;
            int row = destinationStride == 0 ? rows : index % destinationStride;
            float expected = column < columns && row < rows ? source[(row * sourceStride) + column] : 0;
            Assert.Equal(expected, destination[index]);
        }
    }

    [Fact]
    public void Idle_lanes_are_zero()
    {
        float[] source = [1, 2, 3, 4, 5, 6];
        float[] destination = [.. Enumerable.Repeat(float.NaN, 32)];

        Transpose.ToGroups(ref source[0], 2, 3, 2, ref destination[0], 32);

        Assert.Equal([1, 3, 5, .. new float[13], 2, 4, 6, .. new float[13]], destination);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 8)]
    [InlineData(17, 3)]
    [InlineData(63, 33)]
    [InlineData(64, 64)]
    public void Rows_come_back_from_groups(int rows, int columns)
    {
        const int GroupRows = 16;
        float[] source = [.. Enumerable.Range(1, rows * columns).Select(static index => (float)index)];
        float[] groups = new float[(rows + GroupRows - 1) / GroupRows * GroupRows * columns];
        float[] destination = new float[rows * columns];
        float[] normalized = new float[rows * columns];
        float[] factor = [.. Enumerable.Range(0, 64).Select(static row => row * 0.5f)];

        Transpose.ToGroups(ref source[0], columns, rows, columns, ref groups[0], columns * GroupRows);
        Transpose.FromGroups(ref groups[0], columns * GroupRows, rows, columns, ref destination[0], columns);
        Transpose.FromGroups(ref groups[0], columns * GroupRows, rows, columns, ref factor[0], ref normalized[0], columns);

        Assert.Equal(source, destination);
        Assert.Equal(source.Select((element, index) => element * factor[index / columns]), normalized);
    }

    /// <summary>The square of the widest vectors, in software where the machine has none.</summary>
    [AvxFact]
    public void A_square_of_sixteen_is_transposed()
    {
        const int Size = 16;
        const int SourceStride = 19;
        const int DestinationStride = 17;
        float[] source = [.. Enumerable.Range(0, Size * SourceStride).Select(static index => (float)index)];
        float[] destination = new float[Size * DestinationStride];

        Transpose.CopySquare16(ref source[0], SourceStride, ref destination[0], DestinationStride);

        Assert.All(Enumerable.Range(0, Size * Size), index =>
            Assert.Equal(source[(index % Size * SourceStride) + (index / Size)], destination[(index / Size * DestinationStride) + (index % Size)]));
    }
}
