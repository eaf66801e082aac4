using System.Runtime.InteropServices;

/// <summary>Which arrow keys are down.</summary>
internal readonly struct Keyboard
{
    // SDL_SCANCODE_RIGHT, LEFT, DOWN, UP and ESCAPE
    private const int RightKey = 79;
    private const int LeftKey = 80;
    private const int DownKey = 81;
    private const int UpKey = 82;
    private const int EscapeKey = 41;
    private readonly nint keys;

    private Keyboard(nint keys) => this.keys = keys;

    /// <summary>−1, 0 or 1.</summary>
    public int Right => IsDown(RightKey) - IsDown(LeftKey);

    /// <summary>−1, 0 or 1.</summary>
    public int Down => IsDown(DownKey) - IsDown(UpKey);

    public bool Escape => IsDown(EscapeKey) != 0;

    public static Keyboard Open() => new(Sdl.GetKeyboardState(out _));

    private int IsDown(int key) => Marshal.ReadByte(keys, key);
}
