/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.security.SecureRandom;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.annotation.MxpStreamHandler;
import io.mxp.transport.exchange.MxpStartupException;
import io.mxp.transport.fake.FakeNetwork;
import io.mxp.transport.handler.AmbiguousHandlerException;
import io.mxp.transport.handler.HandlerRegistry;
import io.mxp.transport.handler.IllegalHandlerException;

import static org.assertj.core.api.Assertions.assertThat;

/** Mistakes in handlers are found at start-up, with the method and what to write. */
class HandlerCheckTests {

	record Question(String text) {
	}

	@Test
	void twoHandlersOfTheSameSubject() {
		refused(new Object() {

			@MxpCall("a.{x}")
			void first() {
			}

			@MxpCall("a.{y}")
			void second() {
			}

		}, (failure) -> assertThat(failure).isInstanceOf(AmbiguousHandlerException.class)
			.hasMessageContaining("first")
			.hasMessageContaining("second"));
	}

	@Test
	void sameSubjectOfOtherTypesIsFine() {
		runner(new Object() {

			@MxpCall("a")
			void call() {
			}

			@MxpEvent("a")
			void event() {
			}

			@MxpStreamHandler("a")
			void stream(Flux<String> words) {
			}

			@MxpCall
			void everythingElse() {
			}

		}).run((context) -> assertThat(context.getBean(HandlerRegistry.class).size()).isEqualTo(4));
	}

	@Test
	void answerToAnEvent() {
		illegal(new Object() {

			@MxpEvent("a")
			String handle() {
				return "";
			}

		}, "nobody receives an answer", "return void");
	}

	@Test
	void twoPayloads() {
		illegal(new Object() {

			@MxpCall("a")
			void handle(String one, String two) {
			}

		}, "2 parameters for the payload", "@Header");
	}

	@Test
	void streamOfACall() {
		illegal(new Object() {

			@MxpCall("a")
			void handle(Flux<String> words) {
			}

		}, "has no Flux", "@MxpStreamHandler");
		illegal(new Object() {

			@MxpCall("a")
			void handle(MxpStream stream) {
			}

		}, "has no MxpStream", "@MxpStreamHandler");
		illegal(new Object() {

			@MxpCall("a")
			StreamListener handle() {
				return StreamListener.IGNORE;
			}

		}, "only streams", "@MxpStreamHandler");
	}

	@Test
	void payloadOfAStream() {
		illegal(new Object() {

			@MxpStreamHandler("a")
			void handle(Question question) {
			}

		}, "no payload", "Flux<T>");
	}

	@Test
	void variableThatTheSubjectLacks() {
		illegal(new Object() {

			@MxpCall("weather.{town}")
			void handle(@DestinationVariable String city) {
			}

		}, "no variable {city}", "[town]");
	}

	@Test
	void messageThatNobodyHandles() {
		illegal(new Object() {

			@MxpHandler(type = MessageType.RESPONSE, subject = "a")
			void handle() {
			}

		}, "RESPONSE", "MxpRequester");
	}

	@Test
	void subjectOfAMessageWithout() {
		illegal(new Object() {

			@MxpHandler(type = MessageType.AGENT_HEARTBEAT, subject = "a")
			void handle() {
			}

		}, "have no subject", "Remove");
	}

	@Test
	void patternThatIsNone() {
		illegal(new Object() {

			@MxpCall("a.b*")
			void handle() {
			}

		}, "'b*'", "weather.{city}");
	}

	@Test
	void recordWithoutJson() {
		runner(new Object() {

			@MxpCall("a")
			void handle(Question question) {
			}

		}).withClassLoader(new FilteredClassLoader(JsonMapper.class)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).isInstanceOf(IllegalHandlerException.class)
				.hasMessageContaining("nothing can read a")
				.hasMessageContaining("Question");
		});
	}

	private static void illegal(Object bean, String problem, String action) {
		refused(bean, (failure) -> {
			assertThat(failure).isInstanceOf(IllegalHandlerException.class)
				.hasMessageContaining(problem)
				.hasMessageContaining("handle(");
			assertThat(((MxpStartupException) failure).action()).containsIgnoringCase(action);
		});
	}

	private static void refused(Object bean, Consumer<Throwable> check) {
		runner(bean).run((context) -> {
			assertThat(context).hasFailed();
			check.accept(context.getStartupFailure());
		});
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextRunner runner(Object bean) {
		AgentIdentity identity = AgentIdentity.generate("test", new SecureRandom());
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, MxpPayloadAutoConfiguration.class,
					MxpIdentityAutoConfiguration.class, MxpClientAutoConfiguration.class,
					MxpHandlerAutoConfiguration.class, MxpTransportAutoConfiguration.class))
			.withBean(MxpTransportFactory.class, () -> new FakeNetwork().factory())
			.withBean(AgentIdentity.class, () -> identity)
			.withBean(TrustPolicy.class, () -> TrustPolicy.builder().pinKey(identity.staticKey()).build())
			.withBean("handlers", (Class<Object>) bean.getClass(), () -> bean);
	}

}
