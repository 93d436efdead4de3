/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalIdentitiesTests {

	private final LocalIdentity first = LocalIdentity.ofKey(new SeededRandom(1).bytes(32));

	private final LocalIdentity second = LocalIdentity.ofKey(new SeededRandom(2).bytes(32));

	/** The same key, say with new certificates. */
	private final LocalIdentity renewed = LocalIdentity.ofKey(new SeededRandom(2).bytes(32));

	private final LocalIdentities keys = LocalIdentities.of(List.of(this.first));

	@Test
	void newCertificatesDoNotEndTheTimeOfTheKeyBefore() {
		assertThat(this.keys.rotate(this.second, true)).isTrue();
		assertThat(this.keys.rotate(this.renewed, true)).isFalse();
		assertThat(this.keys.present()).isSameAs(this.renewed);
		assertThat(this.keys.named(this.first.keyId())).isSameAs(this.first);
		this.keys.retire(this.first);
		assertThat(this.keys.named(this.first.keyId())).isNull();
		assertThat(this.keys.size()).isEqualTo(1);
	}

	@Test
	void theKeyBeforeIsServedOnlyWhereThatIsWanted() {
		assertThat(this.keys.rotate(this.second, false)).isTrue();
		assertThat(this.keys.named(this.first.keyId())).isNull();
		assertThat(this.keys.named(this.second.keyId())).isSameAs(this.second);
	}

}
