using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>A server of the page's files on this machine alone, which sends Brotli where the browser takes it.</summary>
internal static class PageServer
{
    private const string Brotli = ".br";

    public static async Task Run(string files, int port, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        await using WebApplication server = builder.Build();

        FileExtensionContentTypeProvider types = new();
        types.Mappings[".safetensors"] = "application/octet-stream";
        server.Use((request, next) => Compress(request, next, files));
        server.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(files),
            ContentTypeProvider = new UncompressedTypes(types),
            OnPrepareResponse = static response =>
            {
                if (response.File.Name.EndsWith(Brotli, StringComparison.Ordinal))
                {
                    response.Context.Response.Headers.ContentEncoding = "br";
                }
            },
        });

        await server.StartAsync(cancellation);
        IServerAddressesFeature addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Console.WriteLine($"Serving {addresses.Addresses.Single()}/ until Ctrl+C");
        await server.WaitForShutdownAsync(cancellation);
    }

    private static Task Compress(HttpContext request, RequestDelegate next, string files)
    {
        string path = request.Request.Path == "/" ? "/index.html" : request.Request.Path.Value!;
        bool compressed = request.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal) && File.Exists(files + path + Brotli);
        request.Request.Path = path + (compressed ? Brotli : "");
        return next(request);
    }

    /// <summary>A compressed file is of the type that it has without.</summary>
    private sealed class UncompressedTypes(FileExtensionContentTypeProvider types) : IContentTypeProvider
    {
        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType) =>
            types.TryGetContentType(subpath.EndsWith(Brotli, StringComparison.Ordinal) ? subpath[..^Brotli.Length] : subpath, out contentType);
    }
}
