/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.lang.reflect.Method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.mxp.transport.PriorityBand;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.handler.BandExecutors;

import static org.assertj.core.api.Assertions.assertThat;

/** Handlers on virtual threads, where the JDK has them. */
class VirtualThreadTests {

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreads() {
		try (TestAgents agents = TestAgents.inMemory()) {
			ConfigurableApplicationContext server = agents.start("server", Where.class,
					"spring.threads.virtual.enabled=true");
			assertThat(agents.clientOf(server).call("where").retrieve(String.class)).isEqualTo("true mxp-critical-0");
			assertThat(server.getBean(BandExecutors.class).concurrency(PriorityBand.CRITICAL)).isEqualTo(256);
		}
	}

	@Test
	void handlersRunOnPlatformThreadsOtherwise() {
		try (TestAgents agents = TestAgents.inMemory()) {
			ConfigurableApplicationContext server = agents.start("server", Where.class);
			assertThat(agents.clientOf(server).call("where").retrieve(String.class)).isEqualTo("false mxp-critical-1");
			assertThat(server.getBean(BandExecutors.class).concurrency(PriorityBand.CRITICAL)).isEqualTo(16);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Where {

		@MxpCall("where")
		String where() throws ReflectiveOperationException {
			return isVirtual() + " " + Thread.currentThread().getName();
		}

		private static boolean isVirtual() throws ReflectiveOperationException {
			try {
				Method isVirtual = Thread.class.getMethod("isVirtual");
				return (boolean) isVirtual.invoke(Thread.currentThread());
			}
			catch (NoSuchMethodException ex) {
				return false;
			}
		}

	}

}
