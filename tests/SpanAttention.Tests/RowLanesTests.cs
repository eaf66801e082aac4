using System.Runtime.Intrinsics;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Columns of a few rows, loaded as lanes and stored back, whatever lies between them.</summary>
public class RowLanesTests
{
    private const int MostRows = 8;
    private const int WidestStride = 20;
    private const float Untouched = -1;

    public static TheoryData<int> Rows => new(Enumerable.Range(1, MostRows));

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_lane_is_its_row(int rows)
    {
        foreach (int stride in Enumerable.Range(1, WidestStride))
        {
            float[] column = [.. Enumerable.Range(0, ((rows - 1) * stride) + 1).Select(static index => (float)index)];
            Vector256<float> lanes = RowLanes.Load256(ref column[0], stride, rows);
            Assert.All(Enumerable.Range(0, rows), row => Assert.Equal(row * stride, lanes[row]));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rows_are_written_and_nothing_else(int rows)
    {
        foreach (int columns in Enumerable.Range(1, 4))
        {
            foreach (int stride in Enumerable.Range(columns, WidestStride))
            {
                float[] expected = [.. Enumerable.Range(0, rows * stride).Select(index => index % stride < columns ? index : Untouched)];
                float[] destination = [.. Enumerable.Repeat(Untouched, rows * stride)];
                Store(columns, rows, ref destination[0], stride);
                Assert.Equal(expected, destination);
            }
        }
    }

    /// <summary>Every element is its place in the destination; idle lanes are what is written nowhere.</summary>
    private static void Store(int columns, int rows, ref float destination, int stride)
    {
        Vector256<float>[] lanes = [.. Enumerable.Range(0, columns).Select(column => Vector256.Create([.. Enumerable.Range(0, MostRows).Select(row => row < rows ? (row * stride) + column : float.NaN)]))];
        switch (columns)
        {
            case 1:
                RowLanes.Store(lanes[0], rows, ref destination, stride);
                break;
            case 2:
                RowLanes.Store(lanes[0], lanes[1], rows, ref destination, stride);
                break;
            case 3:
                RowLanes.Store(lanes[0], lanes[1], lanes[2], rows, ref destination, stride);
                break;
            default:
                RowLanes.Store(lanes[0], lanes[1], lanes[2], lanes[3], rows, ref destination, stride);
                break;
        }
    }
}
