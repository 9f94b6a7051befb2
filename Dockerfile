# Three stages: the web apps, the server, and what runs. Build: docker build -t telehealth .
FROM node:20-bookworm-slim AS web
WORKDIR /src/Telehealth.Web
COPY src/Telehealth.Web/package.json src/Telehealth.Web/package-lock.json src/Telehealth.Web/.npmrc ./
RUN npm ci
COPY src/Telehealth.Web ./
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS server
WORKDIR /telehealth
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src ./src
RUN CI=true dotnet publish src/Telehealth.Server -c Release -o /app
RUN CI=true dotnet publish src/Telehealth.Proxy -c Release -o /proxy

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The relay's DTLS and SRTP are the system's OpenSSL 3; curl asks for the health.
RUN apt-get update && apt-get install -y --no-install-recommends openssl curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=server /app ./
# One address before several servers; only who starts it by name runs it.
COPY --from=server /proxy /proxy
COPY --from=web /src/Telehealth.Web/dist ./wwwroot
ENV ASPNETCORE_URLS=http://+:8080
# Garbage waits for 64 MiB (hexadecimal) whatever cache the machine has: docs/adr/0019.
ENV DOTNET_GCgen0size=4000000
USER $APP_UID
EXPOSE 8080
EXPOSE 40000-40015/udp
EXPOSE 40000/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD curl --fail --silent http://localhost:8080/health/ready
ENTRYPOINT ["dotnet", "Telehealth.Server.dll"]
