/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.samples.quickstart.agent.AgentApplication;
import io.mxp.transport.samples.quickstart.model.Forecast;
import io.mxp.transport.samples.quickstart.model.ForecastRequest;
import io.mxp.transport.samples.quickstart.model.Question;
import io.mxp.transport.samples.quickstart.server.ServerApplication;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both applications in this JVM, over real UDP, with epoll where it is there and without.
 */
class TwoAgentsTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "auto", "nio" })
	void oneCallsTheOther(String driver) {
		try (ConfigurableApplicationContext server = start(ServerApplication.class, "server", driver,
				"--mxp.transport.port=0", "--server.port=0")) {
			MxpTransport transport = server.getBean(MxpTransport.class);
			String address = "mxp://127.0.0.1:" + transport.localAddress().getPort() + "/"
					+ transport.identity().agentId();
			try (ConfigurableApplicationContext agent = start(AgentApplication.class, "agent", driver,
					"--quickstart.server=" + address)) {
				if (driver.equals("nio")) {
					assertThat(agent.getBean(MxpTransport.class).socketTransport()).isEqualTo("nio");
				}
				requests(agent.getBean(MxpRequester.class).to("server"),
						agent.getBean(MxpTransport.class).identity().agentId().toString());
			}
		}
	}

	private void requests(MxpRequester server, String caller) {
		Forecast forecast = server.call("weather.oslo").payload(new ForecastRequest(3)).retrieve(Forecast.class);
		assertThat(forecast).isNotNull();
		assertThat(forecast.city()).isEqualTo("oslo");
		assertThat(forecast.day()).isEqualTo(3);
		assertThat(forecast.askedBy()).isEqualTo(caller);
		List<String> words = server.call("explain")
			.payload(new Question("How do agents talk?"))
			.retrieveFlux(String.class)
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(words).hasSizeGreaterThan(100).startsWith("Agents ", "used ").endsWith("you.");
	}

	private ConfigurableApplicationContext start(Class<?> application, String profile, String driver,
			String... properties) {
		return new SpringApplicationBuilder(application).profiles(profile)
			.properties("quickstart.directory=" + this.directory, "quickstart.calls=1",
					"mxp.transport.socket.transport=" + driver)
			.run(properties);
	}

}
