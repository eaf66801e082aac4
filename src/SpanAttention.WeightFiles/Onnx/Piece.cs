namespace SpanAttention.WeightFiles;

/// <summary>A part of a file.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Bytes of it.</param>
internal readonly record struct Piece(int Start, int Length);
