namespace SpanAttention.Verification;

/// <summary>Calls in place as calls from inputs to a destination, where the inputs are copied first.</summary>
internal static class StreamCalls
{
    public static LayerCall Of(StreamCall call) => (inputs, destination) =>
    {
        inputs.CopyTo(destination);
        call(destination[..inputs.Length]);
    };

    public static LayerCall Of(CachedStreamCall call, KeyValueCache cache) => Of(stream => call(stream, cache));
}
