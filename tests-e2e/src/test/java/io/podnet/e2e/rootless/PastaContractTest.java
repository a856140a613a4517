package io.podnet.e2e.rootless;

import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.contract.StackContract;
import java.util.ServiceLoader;

@RequiresTool("pasta")
class PastaContractTest extends StackContract {
    private static final UserStack STACK = ServiceLoader.load(UserStack.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals("pasta"))
            .findFirst()
            .orElseThrow();

    @Override
    protected UserStack stack() {
        return STACK;
    }
}
