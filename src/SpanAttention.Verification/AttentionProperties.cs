namespace SpanAttention.Verification;

/// <summary>Properties that every right attention routine has. This is where verification starts.</summary>
/// <example>
/// <code>
/// AttentionProperties.CheckAll&lt;SquadAttention&gt;();                // a declared struct or class
/// AttentionProperties.For(shape, forward).CheckAll();             // any delegate
/// </code>
/// </example>
public static class AttentionProperties
{
    /// <summary>Tries all properties of a declared type, and throws with a counterexample of every one that does not hold.</summary>
    /// <typeparam name="T">A struct or class that <see cref="AttentionAttribute"/> or <see cref="SelfAttentionAttribute"/> declares.</typeparam>
    /// <param name="settings">How many cases, and which.</param>
    /// <returns>That they hold, and how far they were tried.</returns>
    /// <exception cref="PropertyFalsifiedException">Some property does not hold.</exception>
    public static Verdict CheckAll<T>(VerificationSettings? settings = null)
        where T : IDeclaredContexts => Of<T>().CheckAll(settings);

    /// <summary>The properties of a declared type, promises included.</summary>
    /// <typeparam name="T">A struct or class that <see cref="AttentionAttribute"/> or <see cref="SelfAttentionAttribute"/> declares.</typeparam>
    public static AttentionVerification Of<T>()
        where T : IDeclaredContexts => Of(AttentionRoutine.Of<T>());

    /// <summary>The properties of a routine that takes query, key and value.</summary>
    /// <param name="shape">What it is meant to compute; without mask, bias and sinks.</param>
    /// <param name="forward">The routine: a static class's Forward, a method of your own, a call into another library.</param>
    /// <exception cref="ArgumentException">The shape has operands that the delegate does not take.</exception>
    public static AttentionVerification For(AttentionShape shape, AttentionForward forward)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(forward);
        if (shape is not { Mask: AttentionMask.None, Bias: AttentionBias.None, Sinks: false })
        {
            throw new ArgumentException($"{shape} takes more than query, key and value; give an {nameof(AttentionCall)}.", nameof(shape));
        }

        return Of(new AttentionRoutine
        {
            Name = NameOf(forward),
            Shape = shape,
            Forward = (in operands, destination) => forward(operands.Query, operands.Key, operands.Value, destination),
        });
    }

    /// <summary>The properties of a routine that takes more than query, key and value.</summary>
    /// <param name="shape">What it is meant to compute.</param>
    /// <param name="forward">The routine; <see cref="AttentionOperands.KeyCount"/> is null.</param>
    public static AttentionVerification For(AttentionShape shape, AttentionCall forward)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(forward);
        return Of(new AttentionRoutine { Name = NameOf(forward), Shape = shape, Forward = forward });
    }

    /// <summary>The properties of a routine that may have more calls than one, and make promises.</summary>
    /// <param name="routine">The routine.</param>
    /// <exception cref="ArgumentException">A number of the routine or its shape is not one that it can have.</exception>
    public static AttentionVerification Of(AttentionRoutine routine)
    {
        ArgumentNullException.ThrowIfNull(routine);
        routine.Validate();
        return new AttentionVerification(routine, null);
    }

    /// <summary>The properties of routines that are made for any shape: what fails is then made small in heads and dimensions too.</summary>
    /// <param name="shape">What is tried.</param>
    /// <param name="make">Makes the routine of that shape, and of smaller ones.</param>
    /// <exception cref="ArgumentException">A number of the routine or its shape is not one that it can have.</exception>
    public static AttentionVerification For(AttentionShape shape, Func<AttentionShape, AttentionRoutine> make)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(make);
        shape.Validate();
        AttentionRoutine routine = make(shape);
        routine.Validate();
        return new AttentionVerification(routine, make);
    }

    /// <summary>The properties of a layer or block, and of its cache if it has one.</summary>
    /// <param name="routine">The layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of the layer is too small.</exception>
    public static LayerVerification Of(LayerRoutine routine)
    {
        ArgumentNullException.ThrowIfNull(routine);
        routine.Validate();
        return new LayerVerification(routine);
    }

    // A lambda has no name that anybody gave it.
    private static string NameOf(Delegate forward) =>
        forward.Method.Name.Contains('<') ? "The routine" : $"{forward.Method.DeclaringType?.Name}.{forward.Method.Name}";
}
