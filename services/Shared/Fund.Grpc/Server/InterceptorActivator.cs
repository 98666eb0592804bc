using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Takes an interceptor from the services or, where it is not registered, makes one for each call.</summary>
internal sealed class InterceptorActivator
{
    private readonly Type type;
    private readonly ObjectFactory? factory;
    private readonly object[] arguments;

    public InterceptorActivator(InterceptorRegistration registration, IServiceProviderIsService known)
    {
        type = registration.Type;
        arguments = [.. registration.Arguments];
        if (arguments.Length > 0 || !known.IsService(type))
        {
            factory = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]);
        }
    }

    public Interceptor Activate(HttpServerCallContext call)
    {
        IServiceProvider services = call.Http.RequestServices;
        if (factory is null)
        {
            return (Interceptor)services.GetRequiredService(type);
        }

        object made = factory(services, arguments);
        call.Own(made);
        return (Interceptor)made;
    }
}
