using FsCheck.Xunit;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Rows to lanes and back, at any size and stride.</summary>
public class TransposeTests
{
    [Property(MaxTest = 300)]
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
        float[] destination = [.. Enumerable.Repeat(float.NaN, 16)];

        Transpose.CopyToLanes(ref source[0], 2, 3, 2, ref destination[0], 8, 8);

        Assert.Equal([1, 3, 5, 0, 0, 0, 0, 0, 2, 4, 6, 0, 0, 0, 0, 0], destination);
    }
}
