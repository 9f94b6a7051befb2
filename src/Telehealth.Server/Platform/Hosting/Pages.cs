using Microsoft.AspNetCore.StaticFiles;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// The web apps: files that the web build made. Those with a hash in their name never change; pages are asked for each time.
/// </summary>
internal static class Pages
{
    public static void UsePages(this WebApplication app)
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".webmanifest"] = "application/manifest+json";
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = types,
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
                context.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }
}
