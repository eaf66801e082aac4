using System.Runtime.InteropServices;

/// <summary>The functions of SDL 2 that the window needs, of the system's library. Signatures are those of its headers.</summary>
internal static partial class Sdl
{
    public const uint Video = 0x20;
    public const int Centered = 0x2FFF0000;
    public const uint PresentVSync = 4;
    public const int Blend = 1;
    private const string Library = "SDL2";

    /// <summary>Names of the library: Linux's, Windows' and macOS'.</summary>
    private static readonly string[] Names = ["libSDL2-2.0.so.0", "SDL2.dll", "libSDL2-2.0.0.dylib", "/opt/homebrew/lib/libSDL2-2.0.0.dylib", "/usr/local/lib/libSDL2-2.0.0.dylib"];
    private static readonly nint Handle = Load();

    static Sdl() => NativeLibrary.SetDllImportResolver(typeof(Sdl).Assembly, static (name, _, _) => name == Library ? Handle : 0);

    /// <summary>Whether the system has the library.</summary>
    public static bool IsThere => Handle != 0;

    /// <summary>What went wrong last.</summary>
    public static string Error => Marshal.PtrToStringUTF8(GetError())!;

    [LibraryImport(Library, EntryPoint = "SDL_Init")]
    public static partial int Init(uint parts);

    [LibraryImport(Library, EntryPoint = "SDL_Quit")]
    public static partial void Quit();

    [LibraryImport(Library, EntryPoint = "SDL_CreateWindow", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateWindow(string title, int x, int y, int width, int height, uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_SetWindowTitle")]
    public static partial void SetWindowTitle(nint window, in byte title);

    [LibraryImport(Library, EntryPoint = "SDL_CreateRenderer")]
    public static partial nint CreateRenderer(nint window, int driver, uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_SetRenderDrawBlendMode")]
    public static partial int SetDrawBlendMode(nint renderer, int mode);

    [LibraryImport(Library, EntryPoint = "SDL_SetRenderDrawColor")]
    public static partial int SetDrawColor(nint renderer, byte red, byte green, byte blue, byte alpha);

    [LibraryImport(Library, EntryPoint = "SDL_RenderClear")]
    public static partial int Clear(nint renderer);

    [LibraryImport(Library, EntryPoint = "SDL_RenderDrawLineF")]
    public static partial int DrawLine(nint renderer, float fromX, float fromY, float toX, float toY);

    [LibraryImport(Library, EntryPoint = "SDL_RenderFillRectF")]
    public static partial int FillRectangle(nint renderer, in Rectangle rectangle);

    [LibraryImport(Library, EntryPoint = "SDL_RenderPresent")]
    public static partial void Present(nint renderer);

    [LibraryImport(Library, EntryPoint = "SDL_PollEvent")]
    public static partial int PollEvent(out Event next);

    /// <summary>A byte a key, 1 while it is down; the address stays.</summary>
    [LibraryImport(Library, EntryPoint = "SDL_GetKeyboardState")]
    public static partial nint GetKeyboardState(out int count);

    [LibraryImport(Library, EntryPoint = "SDL_Delay")]
    public static partial void Delay(uint milliseconds);

    [LibraryImport(Library, EntryPoint = "SDL_GetError")]
    private static partial nint GetError();

    private static nint Load()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(Sdl).Assembly, DllImportSearchPath.SafeDirectories, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    /// <summary>SDL_FRect.</summary>
    public readonly record struct Rectangle(float X, float Y, float Width, float Height);

    /// <summary>SDL_Event: its kind, and room for the largest.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 56)]
    public struct Event
    {
        /// <summary>What happened, such as <see cref="Closed"/>.</summary>
        public uint Kind;

        /// <summary>SDL_QUIT.</summary>
        public const uint Closed = 0x100;
    }
}
