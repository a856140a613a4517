// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.Availability;
import io.podnet.base.NoBackendException;
import io.podnet.inspect.spi.InspectConverter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InspectorTest {
    private static final String PROPERTY = "podnet.inspect.backend";

    @AfterEach
    void forgetTheProperty() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void takesTheCurrentRulesUnlessToldOtherwise() {
        assertThat(Inspector.candidates()).extracting("name").containsExactly("podman", "podman-v3");
        assertThat(Inspector.builder().build().backend()).isEqualTo("podman");
        System.setProperty(PROPERTY, "podman-v3");
        assertThat(Inspector.builder().build().backend()).isEqualTo("podman-v3");
        assertThat(Inspector.builder().backend("podman").build().backend()).isEqualTo("podman");
    }

    @Test
    void aConverterThatThereIsNotIsAnError() {
        assertThatThrownBy(() -> Inspector.builder().backend("docker").build())
                .isInstanceOf(NoBackendException.class)
                .hasMessageContaining("there is no InspectConverter \"docker\" (named by the caller)")
                .hasMessageContaining("podman-v3");
    }

    @Test
    void takesAGivenConverter() {
        NetworkSettings mine = NetworkSettings.parse("{\"Mine\":true}");
        Inspector inspector = Inspector.builder()
                .converter(new InspectConverter() {
                    @Override
                    public String name() {
                        return "mine";
                    }

                    @Override
                    public Availability probe() {
                        return Availability.available("");
                    }

                    @Override
                    public NetworkSettings convert(PodNetworkView view, Fidelity fidelity) {
                        return mine;
                    }
                })
                .build();
        assertThat(inspector.backend()).isEqualTo("mine");
        PodNetworkView view = PodNetworkView.builder("1", "web").build();
        assertThat(inspector.settings(view)).isSameAs(mine);
        assertThat(inspector.document(view).toString())
                .startsWith("{\"Id\":\"1\",\"State\":{\"Status\":\"created\"},\"Name\":\"web\",")
                .contains("\"Mine\":true");
    }

    /** The class path knows only the file, the module path only the descriptor. */
    @Test
    void bothKindsOfDeclarationsNameTheSameProviders() throws IOException {
        ModuleDescriptor descriptor = Inspector.class.getModule().getDescriptor();
        ModuleDescriptor.Provides provides = descriptor.provides().stream()
                .filter(each -> each.service().equals(InspectConverter.class.getName()))
                .findFirst()
                .orElseThrow();
        try (InputStream file =
                Inspector.class.getResourceAsStream("/META-INF/services/" + InspectConverter.class.getName())) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(provides.providers());
        }
    }
}
