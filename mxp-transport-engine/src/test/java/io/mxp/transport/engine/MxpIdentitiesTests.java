/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.file.Files;
import java.nio.file.Path;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MxpIdentitiesTests {

	@TempDir
	private Path directory;

	@Test
	void developmentIdentitiesKnowEachOther() {
		MxpIdentities.Development server = MxpIdentities.development(this.directory, "server");
		MxpIdentities.Development client = MxpIdentities.development(this.directory, "client");
		assertThat(server.identity().agentId()).isEqualTo(MxpIdentities.developmentAgentId("server"));
		assertThat(client.trust().staticKeyOf(server.identity().agentId())).contains(server.identity().staticKey());
	}

	@Test
	void whatCannotBeUsedIsAConfigurationFailure() throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "hello");
		assertThatExceptionOfType(TransportException.Configuration.class)
			.isThrownBy(() -> MxpIdentities.read(file, null))
			.withMessageContaining("holds no private key");
		assertThatExceptionOfType(TransportException.Configuration.class)
			.isThrownBy(() -> MxpIdentities.readTrust(TrustPolicy.builder(), this.directory.resolve("none")))
			.withMessageContaining("is not there. Make one: mxp identity trust");
		assertThatExceptionOfType(TransportException.Configuration.class)
			.isThrownBy(() -> MxpIdentities.parsePublicKey("hello", "property x"))
			.withMessageContaining("property x");
		assertThatExceptionOfType(TransportException.Configuration.class)
			.isThrownBy(() -> MxpIdentities.development(file, "x"))
			.withMessageContaining("name another one");
	}

	@Test
	void generatedIdentityIsNew() {
		AgentIdentity one = MxpIdentities.generate("one");
		assertThat(one).isNotEqualTo(MxpIdentities.generate("one"));
		assertThat(one.agentId()).isEqualTo(one.staticKey().derivedAgentId());
	}

}
